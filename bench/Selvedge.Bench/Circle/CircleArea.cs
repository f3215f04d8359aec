using System.Diagnostics;
using System.Net;
using Selvedge.Bench.Figures;
using Selvedge.Harness;

namespace Selvedge.Bench.Circle;

/// <summary>The figures of the first milestone, on a development network as a person starts it.</summary>
internal static class CircleArea
{
    private const string Start = "start";
    private const string Control = "control";

    /// <summary>In seconds; from the command to every location serving.</summary>
    private const double WarmStartAtMost = 15;

    /// <summary>A killed node stays dead for longer than its loss is measured, and comes back for the next.</summary>
    private const string RestartAfter = "12s";

    /// <summary>The control plane stays dead.</summary>
    private const string RestartNever = "1h";

    private static readonly IReadOnlyList<CirclePart> WhileWhole =
    [
        new("identity", "every file, compared with the origin's", IdentityPart.MeasureAsync),
        new("apply", "an acknowledged write until its effect everywhere", ApplyPart.MeasureAsync),
        new("purge", "a purge until every node has done it", PurgePart.MeasureAsync),
        new("drain", "a drained place until nobody is sent there", DrainPart.MeasureAsync),
        new("idle", "what each process takes without users", IdlePart.MeasureAsync),
        new("kill", "a killed node until nobody is sent there", KillPart.MeasureAsync),
    ];

    private static readonly CirclePart WithoutControl =
        new(Control, "serving with control plane and bus killed", ControlPart.MeasureAsync);

    /// <summary>For the command line.</summary>
    public static Area Area { get; } = new(
        "circle",
        "documents, nodes, verdicts and users, on three locations of this machine",
        [
            (Start, "./selvedge dev until all three locations serve"),
            .. WhileWhole.Append(WithoutControl).Select(part => (part.Name, part.What)),
        ],
        MeasureAsync);

    private static async Task MeasureAsync(
        IReadOnlySet<string> wanted,
        Progress progress,
        Action<IReadOnlyList<Figure>> report,
        CancellationToken cancellation)
    {
        var state = Directory.CreateTempSubdirectory("selvedge-bench-");
        try
        {
            var (first, second) = (0d, 0d);
            var whole = WhileWhole.Where(part => wanted.Contains(part.Name)).ToList();
            if (wanted.Contains(Start) || whole.Count > 0)
            {
                (first, var network) = await StartAsync("a first start", state.FullName, RestartAfter, progress);
                await using (network)
                {
                    await MeasureAsync(whole, network, progress, report, cancellation);
                }
            }

            if (wanted.Contains(Start) || wanted.Contains(Control))
            {
                (second, var network) = await StartAsync(
                    "a start with its state", state.FullName, RestartNever, progress);
                await using (network)
                {
                    if (wanted.Contains(Start))
                    {
                        report([new Figure("warm_start", Math.Max(first, second), "s", WarmStartAtMost)]);
                    }

                    if (wanted.Contains(Control))
                    {
                        await MeasureAsync([WithoutControl], network, progress, report, cancellation);
                    }
                }
            }
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(
        IEnumerable<CirclePart> parts,
        CircleNetwork network,
        Progress progress,
        Action<IReadOnlyList<Figure>> report,
        CancellationToken cancellation)
    {
        foreach (var part in parts)
        {
            cancellation.ThrowIfCancellationRequested();
            report(await progress.StepAsync(
                $"{part.Name}: {part.What}", () => part.MeasureAsync(network, cancellation)));
        }
    }

    // A person has a network when every location answers, not when the command says so.
    private static Task<(double Seconds, CircleNetwork Network)> StartAsync(
        string what, string state, string restartAfter, Progress progress) =>
        progress.StepAsync($"start: {what}", async () =>
        {
            var began = Stopwatch.StartNew();
            var live = await LiveNetwork.StartAsync(
                LiveNetwork.FreePrefix(), state, restartAfter, LiveNetwork.Launcher, bare: false);
            var network = new CircleNetwork(live, progress);
            try
            {
                foreach (var location in LiveNetwork.Locations)
                {
                    using var client = live.ClientOf(location);
                    using var response = await client.GetAsync("/");
                    if (response.StatusCode != HttpStatusCode.OK)
                    {
                        throw new InvalidOperationException(
                            $"{location} answers {response.StatusCode} after the start.");
                    }
                }

                return (began.Elapsed.TotalSeconds, network);
            }
            catch
            {
                await network.DisposeAsync();
                throw;
            }
        });
}
