using System.Diagnostics;
using Selvedge.Harness.Labs;

namespace Selvedge.Bench.Network;

/// <summary>Follows the routes of a machine's kernel, with the moment of each change.</summary>
internal sealed class RouteWatch : IAsyncDisposable
{
    private readonly LabProcess _monitor;
    private readonly string _prefix;
    private TaskCompletionSource<long> _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _from = "";

    /// <summary>Begins to follow one prefix.</summary>
    public RouteWatch(Lab lab, string machine, string prefix)
    {
        _prefix = prefix;
        IEnumerable<string> family = prefix.Contains(':', StringComparison.Ordinal) ? ["-6"] : ["-4"];
        _monitor = lab.Start(machine, ["ip", .. family, "monitor", "route"]);
        _monitor.Printed += Take;
    }

    /// <summary>Waits from now on for the route to leave an interface.</summary>
    /// <returns>Done with the time stamp of the change.</returns>
    public Task<long> Leaves(string link)
    {
        _moved = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _from, link);
        return _moved.Task;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _monitor.DisposeAsync();

    private static string Link(string line) =>
        line.Split(' ').SkipWhile(word => word != "dev").ElementAtOrDefault(1) ?? "";

    // 192.0.2.0/24 nhid 27 via 10.0.2.2 dev p2 proto bgp metric 20
    private void Take(string line)
    {
        var at = Stopwatch.GetTimestamp();
        if (line.StartsWith(_prefix + " ", StringComparison.Ordinal)
            && Link(line) is { Length: > 0 } link
            && link != Volatile.Read(ref _from))
        {
            _moved.TrySetResult(at);
        }
    }
}
