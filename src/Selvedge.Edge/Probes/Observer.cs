using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Probes;

/// <summary>Looks at every site at every node where it is placed, through the whole edge stack there, and remembers the
/// newest sight of each for the node's status. Evidence for the gates <c>certificate</c> and <c>healthy</c>.</summary>
public sealed class Observer(NodeState state, TimeProvider time, ILogger<Observer> log) : IDisposable
{
    /// <summary>Probes under way at once: enough for a few hundred places a second, and no more than a small share of
    /// one processor in handshakes.</summary>
    private const int ProbesAtOnceMax = 32;

    /// <summary>How often the plan of probes is looked at; no probe's interval is shorter.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<(SiteId Site, string Node), Sight> _sights = new();
    private readonly SemaphoreSlim _atOnce = new(ProbesAtOnceMax);

    /// <summary>The newest sight of every place, with its age now.</summary>
    public ImmutableArray<Observation> Observations() =>
    [
        .. _sights.Values
            .Where(sight => sight.Result is not null)
            .OrderBy(sight => sight.Site)
            .ThenBy(sight => sight.Node, StringComparer.Ordinal)
            .Select(sight => new Observation(
                sight.Site,
                sight.Node,
                sight.Result!.Reached,
                sight.Result.CertificateValid,
                sight.Result.Reason,
                sight.Result.Detail,
                time.GetElapsedTime(sight.ProbedAt),
                sight.Result.Latency)),
    ];

    /// <summary>Raised when a place was seen otherwise than before, on a probe's task: handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Observes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, time);
        ImmutableArray<string> roots = [];
        var validation = new ChainValidation(roots);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var snapshot = state.Snapshot;
            if (!roots.SequenceEqual(snapshot.Network.ObserverRoots))
            {
                // Probes under way still use the old one; it is left to the garbage collector.
                roots = snapshot.Network.ObserverRoots;
                validation = new ChainValidation(roots);
            }

            StartDue(snapshot, new SiteProbeRun(validation, time), cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _atOnce.Dispose();

    private void StartDue(Snapshot snapshot, SiteProbeRun run, CancellationToken cancellation)
    {
        HashSet<(SiteId Site, string Node)> wanted = [];
        foreach (var names in snapshot.Names.Values)
        {
            foreach (var location in snapshot.Network.Locations)
            {
                if (!names.Placed.Contains(location.Name, StringComparer.Ordinal))
                {
                    continue;
                }

                foreach (var node in location.Nodes)
                {
                    wanted.Add((names.Site, node.Name));
                    Start(names, node, run, cancellation);
                }
            }
        }

        foreach (var gone in _sights.Keys.Where(key => !wanted.Contains(key)).ToList())
        {
            _sights.TryRemove(gone, out _);
        }
    }

    private void Start(NamesSection names, NetworkNode node, SiteProbeRun run, CancellationToken cancellation)
    {
        var sight = _sights.GetOrAdd((names.Site, node.Name), key => new Sight(key.Site, key.Node));
        if (sight.UnderWay
            || (sight.Started && time.GetElapsedTime(sight.ProbedAt) < names.Probe.Interval)
            || !_atOnce.Wait(0, CancellationToken.None))
        {
            return;
        }

        sight.UnderWay = true;
        _ = ProbeAsync(sight, names, node, run, cancellation);
    }

    private async Task ProbeAsync(
        Sight sight, NamesSection names, NetworkNode node, SiteProbeRun run, CancellationToken cancellation)
    {
        try
        {
            var result = await ProbeEveryNameAsync(names, node, run, cancellation);
            var before = sight.Result;
            sight.Failures = result.Reached && result.CertificateValid ? 0 : sight.Failures + 1;
            // A single failure of a place that was well is not told yet: one lost packet is no outage.
            if (sight.Failures == 0 || before is not { Reached: true, CertificateValid: true }
                || sight.Failures >= names.Probe.FailureThreshold)
            {
                sight.Result = result;
            }

            if (before is null || before.Reached != sight.Result!.Reached
                || before.CertificateValid != sight.Result.CertificateValid)
            {
                Changed?.Invoke();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node is stopping.
        }
        catch (Exception error)
        {
            Log.ProbeFailed(log, error, names.Site, node.Name);
        }
        finally
        {
            sight.ProbedAt = time.GetTimestamp();
            sight.Started = true;
            sight.UnderWay = false;
            _atOnce.Release();
        }
    }

    /// <summary>The first name that fails speaks for the place: every name has to be good.</summary>
    private static async Task<ProbeResult> ProbeEveryNameAsync(
        NamesSection names, NetworkNode node, SiteProbeRun run, CancellationToken cancellation)
    {
        var worst = new ProbeResult(false, false, "NoAddress", $"{node.Name} has no address.", TimeSpan.Zero);
        foreach (var address in node.Addresses)
        {
            if (!IPAddress.TryParse(address, out var ip))
            {
                return worst;
            }

            foreach (var hostname in names.Hostnames)
            {
                worst = await run.RunAsync(
                    new IPEndPoint(ip, node.HttpsPort), hostname, names.Probe.Path, names.Probe.Timeout, cancellation);
                if (!worst.Reached || !worst.CertificateValid)
                {
                    return worst;
                }
            }
        }

        return worst;
    }

    private sealed class Sight(SiteId site, string node)
    {
        public SiteId Site { get; } = site;

        public string Node { get; } = node;

        public volatile ProbeResult? Result;
        public volatile bool UnderWay;
        public volatile bool Started;
        private long _probedAt;

        public int Failures { get; set; }

        public long ProbedAt
        {
            get => Interlocked.Read(ref _probedAt);
            set => Interlocked.Exchange(ref _probedAt, value);
        }
    }
}
