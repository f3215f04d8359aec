using System.Diagnostics;
using Selvedge.Bench.Figures;
using Selvedge.Harness;

namespace Selvedge.Bench.Circle;

/// <summary>What the network takes of the machine while nobody uses it but its own probes.</summary>
internal static class IdlePart
{
    /// <summary>What was just measured is over by then, and the runtime has compiled what it will.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(30);

    private static readonly IReadOnlyList<string> Parts =
        [.. LiveNetwork.Locations.Select(location => $"{location}-1"), "control", "bus"];

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CircleNetwork network, CancellationToken cancellation)
    {
        await network.ServiceableAsync(cancellation);
        await Task.Delay(Settle, cancellation);
        var before = Parts.Select(part => ProcessUse.Of(network.Live.IdOf(part))).ToList();
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(Span, cancellation);
        var after = Parts.Select(part => ProcessUse.Of(network.Live.IdOf(part))).ToList();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return
        [
            .. Parts.Select((part, index) => new Figure(
                $"idle_cpu_{part}",
                100 * (after[index].ProcessorTime - before[index].ProcessorTime).TotalSeconds / seconds,
                "% of a core")),
            .. Parts.Select((part, index) => new Figure(
                $"memory_{part}", after[index].ResidentBytes / (1024.0 * 1024), "MiB")),
        ];
    }
}
