using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Harness;
using Selvedge.Harness.Labs;

namespace Selvedge.Bench.Network;

/// <summary>A place of a lab: a machine with a web server, and a process that announces it.</summary>
internal sealed class Pop
{
    private readonly Lab _lab;
    private readonly ConcurrentQueue<RoutingReport> _reports = new();
    private LabProcess? _host;
    private LabProcess? _web;

    /// <summary>Names it; it runs nothing yet.</summary>
    public Pop(Lab lab, int number, RoutingSection section)
    {
        (_lab, Number, Section) = (lab, number, section);
        Options = new PopOptions(
            Name, Path.Combine(lab.Folder, Name), "127.0.0.1:80", TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1));
    }

    /// <summary>From 1.</summary>
    public int Number { get; }

    /// <summary>Of the machine, the location and the node.</summary>
    public string Name => FormattableString.Invariant($"pop{Number}");

    /// <summary>The upstream's end of its wire.</summary>
    public string UpstreamLink => FormattableString.Invariant($"p{Number}");

    /// <summary>What its process begins with.</summary>
    public PopOptions Options { get; set; }

    /// <summary>What it was told to announce.</summary>
    public RoutingSection Section { get; private set; }

    /// <summary>What it says of itself; null: nothing yet.</summary>
    public RoutingReport? Report => _reports.LastOrDefault();

    /// <summary>All that it said.</summary>
    public IReadOnlyCollection<RoutingReport> Reports => _reports;

    /// <summary>The process of its routing.</summary>
    public LabProcess Host => _host ?? throw new InvalidOperationException($"{Name} does not run.");

    /// <summary>What its process wrote, for a test that failed.</summary>
    public string Log => string.Join('\n', _host?.Lines.TakeLast(40) ?? []);

    /// <summary>The number of its BIRD's process.</summary>
    public async Task<int> BirdAsync() => int.Parse(
        await File.ReadAllTextAsync(Path.Combine(Options.State, "bird.pid")), CultureInfo.InvariantCulture);

    /// <summary>Starts the web server, which answers with the place's name.</summary>
    public async Task ServeAsync()
    {
        var file = Path.Combine(_lab.Folder, Name + ".cfg");
        await File.WriteAllTextAsync(
            file,
            $"""
            defaults
              mode http
              timeout connect 1s
              timeout client 5s
              timeout server 5s
            frontend web
              bind :::80 v4v6
              http-request return status 200 content-type text/plain string {Name}

            """);
        _web = _lab.Start(Name, "haproxy", "-db", "-f", file);
        await Waiting.UntilAsync(
            async () => (await _lab.TryRunAsync(Name, "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/80")).ExitCode == 0,
            TimeSpan.FromSeconds(10), $"the web server of {Name} listens");
    }

    /// <summary>Kills the web server.</summary>
    public ValueTask StopServingAsync() => _web?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Starts the process of its routing.</summary>
    public async Task StartAsync(VerdictTable verdicts)
    {
        var bench = Path.Combine(
            Programs.RepositoryRoot, "artifacts", "bin", "Selvedge.Bench", "release", "Selvedge.Bench");
        _host = _lab.Start(Name, bench, PopHost.Verb, JsonSerializer.Serialize(Options));
        _host.Printed += Take;
        await TellAsync(new PopOrder(Section, verdicts));
    }

    /// <summary>Changes what is announced, and to whom.</summary>
    public Task TellAsync(RoutingSection section)
    {
        Section = section;
        return TellAsync(new PopOrder(section, null));
    }

    /// <summary>Changes what it steers by.</summary>
    public Task TellAsync(VerdictTable verdicts) => TellAsync(new PopOrder(null, verdicts));

    /// <summary>Changes its sessions.</summary>
    public Task ChangeAsync(Func<RoutingPeer, RoutingPeer> change) => TellAsync(
        Section with { Peers = [.. Section.Peers.Select(change)] });

    private async Task TellAsync(PopOrder order)
    {
        await Host.Input.WriteLineAsync(JsonSerializer.Serialize(order));
        await Host.Input.FlushAsync();
    }

    private void Take(string line)
    {
        if (line.StartsWith("{\"Off\"", StringComparison.Ordinal)
            && JsonSerializer.Deserialize<RoutingReport>(line) is { } report)
        {
            _reports.Enqueue(report);
        }
    }
}
