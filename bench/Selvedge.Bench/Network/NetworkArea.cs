using Selvedge.Bench.Figures;

namespace Selvedge.Bench.Network;

/// <summary>Layers 3 and 4, in networks of namespaces.</summary>
internal static class NetworkArea
{
    /// <summary>For the command line.</summary>
    public static Area Area { get; } = new(
        "network",
        "layers 3 and 4, in networks of namespaces; needs root and nftables",
        [
            ("balancer", "connections beside haproxy and beside no balancer, weights, drains, updates"),
            ("defence", "users during floods, the time to a rule, the cost of a drop, users taken for attackers"),
        ],
        MeasureAsync);

    private static async Task MeasureAsync(
        IReadOnlySet<string> wanted,
        Progress progress,
        Action<IReadOnlyList<Figure>> report,
        CancellationToken cancellation)
    {
        if (wanted.Contains("balancer"))
        {
            report(await BalancerPart.MeasureAsync(progress));
        }

        if (wanted.Contains("defence"))
        {
            report(await DefencePart.MeasureAsync(progress));
        }
    }
}
