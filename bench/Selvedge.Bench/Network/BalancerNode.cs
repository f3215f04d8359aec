using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Selvedge.Core.Nodes;
using Selvedge.Edge.Network.Balancing;
using Selvedge.Harness;
using Selvedge.Harness.Labs;

namespace Selvedge.Bench.Network;

/// <summary>A machine of a <see cref="BalancerLab"/> with the balancing part of a node.</summary>
internal sealed class BalancerNode(Lab lab, string name)
{
    private readonly ConcurrentQueue<BalancerReport> _reports = new();
    private LabProcess? _host;

    /// <summary>The bench program.</summary>
    public static string Program => Path.Combine(
        Programs.RepositoryRoot, "artifacts", "bin", "Selvedge.Bench", "release", "Selvedge.Bench");

    /// <summary>Of the machine and the node.</summary>
    public string Name => name;

    /// <summary>What it says of itself; null: nothing yet.</summary>
    public BalancerReport? Report => _reports.LastOrDefault();

    /// <summary>What its process wrote, for a test that failed.</summary>
    public string Log => string.Join('\n', _host?.Lines.TakeLast(20) ?? []);

    /// <summary>What its process and the programs that it ran have used.</summary>
    public async Task<TimeSpan> ProcessorTimeAsync()
    {
        const double TicksPerSecond = 100;
        var fields = (await File.ReadAllTextAsync(FormattableString.Invariant($"/proc/{_host!.Id}/stat"))).Split(' ');
        return TimeSpan.FromSeconds(
            fields[13..17].Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    /// <summary>Starts its process.</summary>
    public async Task StartAsync(BalancerOrder order)
    {
        var options = new BalancerOptions
        {
            Node = name,
            Location = BalancerLab.Location,
            StateDirectory = Path.Combine(lab.Folder, name),
            Interfaces = name.StartsWith("lb", StringComparison.Ordinal) ? ["wan"] : [],
        };
        _reports.Clear();
        _host = lab.Start(name, Program, BalancerHost.Verb, JsonSerializer.Serialize(options));
        _host.Printed += Take;
        await TellAsync(order);
    }

    /// <summary>Kills its process, so that nothing can be tidied up.</summary>
    public async Task KillAsync()
    {
        await _host!.DisposeAsync();
        _reports.Clear();
    }

    /// <summary>Tells it something new.</summary>
    public async Task TellAsync(BalancerOrder order)
    {
        await _host!.Input.WriteLineAsync(JsonSerializer.Serialize(order));
        await _host.Input.FlushAsync();
    }

    private void Take(string line)
    {
        if (line.StartsWith("{\"Off\"", StringComparison.Ordinal)
            && JsonSerializer.Deserialize<BalancerReport>(line) is { } report)
        {
            _reports.Enqueue(report);
        }
    }
}
