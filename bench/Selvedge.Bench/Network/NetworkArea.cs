using Selvedge.Bench.Figures;

namespace Selvedge.Bench.Network;

/// <summary>The figures of layers 3 and 4, in labs of network namespaces.</summary>
internal static class NetworkArea
{
    private static readonly
        IReadOnlyList<(string Name, string What, Func<Progress, CancellationToken, Task<IReadOnlyList<Figure>>> Run)>
        Parts =
        [
            ("anycast", "a place's death until the provider's router sends users elsewhere", AnycastPart.MeasureAsync),
            (
                "balancer", "connections beside haproxy and beside no balancer, weights, drains, updates",
                (progress, _) => BalancerPart.MeasureAsync(progress)),
            (
                "defence", "users during floods, the time to a rule, the cost of a drop, users taken for attackers",
                (progress, _) => DefencePart.MeasureAsync(progress)),
        ];

    /// <summary>For the command line.</summary>
    public static Area Area { get; } = new(
        "network",
        "routes, balancing and defence, in networks that exist for the measurement only",
        [.. Parts.Select(part => (part.Name, part.What))],
        MeasureAsync);

    private static async Task MeasureAsync(
        IReadOnlySet<string> wanted,
        Progress progress,
        Action<IReadOnlyList<Figure>> report,
        CancellationToken cancellation)
    {
        foreach (var part in Parts.Where(part => wanted.Contains(part.Name)))
        {
            report(await part.Run(progress, cancellation));
        }
    }
}
