using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Network.Routing;

/// <summary>A node's routing: decides what is announced, and has its own BIRD say it to the neighbours.</summary>
/// <remarks>One loop does everything in order: it decides, switches, changes the configuration and looks. A verdict
/// table, a new section and a failed check wake it at once.</remarks>
public sealed class BgpSpeaker : ISnapshotConsumer, IDisposable
{
    private readonly RoutingOptions _options;
    private readonly AnnouncementDecider _decider;
    private readonly LocalProbe _service;
    private readonly AnycastAddresses _addresses;
    private readonly BirdFiles _files;
    private readonly RoutingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _poked = new(0, 1);
    private volatile RoutingSection? _section;
    private volatile VerdictTable _verdicts = VerdictTable.Empty;
    private volatile RoutingReport? _report;
    private ImmutableArray<Announcement> _decisions = [];
    private RoutingSection? _addressed;
    private string _addressProblem = "";
    private string _off = "";
    private long _addressedAt;
    private long _lookedAt;
    private long _aliveAt;
    private DateTimeOffset? _stoppingSince;

    /// <summary>Says nothing yet.</summary>
    /// <param name="options">Whose, and where.</param>
    /// <param name="time">For waits and time-outs.</param>
    /// <param name="logger">For logs.</param>
    public BgpSpeaker(RoutingOptions options, TimeProvider time, ILogger<BgpSpeaker> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _decider = new AnnouncementDecider(options.Policy);
        _service = new LocalProbe(options.Check, time);
        _files = new BirdFiles(options.StateDirectory);
        _addresses = new AnycastAddresses(_files.Addresses, options.Inside, time);
        _metrics = new RoutingMetrics(
            () => _report?.Peers.Count(peer => peer.IsEstablished) ?? 0,
            () => _report?.Announcements.Count(announcement => announcement.Observed > 0) ?? 0);
        _service.Changed += Poke;
    }

    /// <summary>Raised after <see cref="Report"/> has changed. Handlers return at once.</summary>
    public event Action? Changed;

    /// <summary>How it is; null: nothing is to be announced here.</summary>
    public RoutingReport? Report => _report;

    /// <inheritdoc/>
    public IReadOnlyList<SectionRefusal> Check(Snapshot next, Manifest manifest) => RoutingCheck.Find(next, manifest);

    /// <inheritdoc/>
    public void Swap(Snapshot next)
    {
        _section = next.Routing;
        Poke();
    }

    /// <inheritdoc/>
    public void Swap(VerdictTable next)
    {
        _verdicts = next;
        Poke();
    }

    /// <summary>Announces until cancelled; then asks to be avoided, withdraws, and ends BIRD. So whoever serves goes on
    /// serving until this has ended.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _aliveAt = _time.GetTimestamp();
        _files.Create();
        using var checking = new CancellationTokenSource();
        var checks = _service.RunAsync(checking.Token);
        await using var bird = new BirdDaemon(_options, _files, _metrics, IsAlive, _time, _logger);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await RoundAsync(bird, cancellation);
                await WaitAsync(cancellation);
                if (checks.IsCompleted)
                {
                    await checks;
                }
            }

            await LeaveAsync(bird);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await LeaveAsync(bird);
        }
        finally
        {
            await checking.CancelAsync();
            await checks.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _service.Changed -= Poke;
        _metrics.Dispose();
        _poked.Dispose();
    }

    // Asked by the thread that gives signs of life.
    private bool IsAlive() => _time.GetElapsedTime(Interlocked.Read(ref _aliveAt)) < Limits.LoopSilence;

    private async Task LeaveAsync(BirdDaemon bird)
    {
        if (bird.IsRunning && _decisions.Any(decision => decision.State != AnnouncementState.Withdrawn))
        {
            _stoppingSince = _time.GetUtcNow();
            using var bounded = new CancellationTokenSource(_options.Policy.StopDrainFor + Limits.LoopSilence, _time);
            while (bird.IsRunning && !bounded.IsCancellationRequested
                && _decisions.Any(decision => decision.State != AnnouncementState.Withdrawn))
            {
                await RoundAsync(bird, CancellationToken.None);
                await Task.Delay(Limits.DecideInterval, _time, CancellationToken.None);
            }

            await Task.Delay(Limits.WithdrawnBeforeEnd, _time, CancellationToken.None);
            _stoppingSince = null;
        }

        await bird.StopAsync(CancellationToken.None);
    }

    private async Task RoundAsync(BirdDaemon bird, CancellationToken cancellation)
    {
        Interlocked.Exchange(ref _aliveAt, _time.GetTimestamp());
        var section = _section;
        if (section is null)
        {
            await LeaveEmptyAsync(bird, cancellation);
            return;
        }

        Decide(section);
        await KeepAddressesAsync(section, cancellation);
        await LookForBirdAsync(bird, cancellation);
        if (_off.Length == 0 && BirdConfiguration.PeersOf(section, _options.Node).Any())
        {
            await bird.StepAsync(section, _decisions, cancellation);
        }
        else if (bird.IsRunning)
        {
            await bird.StopAsync(cancellation);
        }

        var problem = string.Join(
            ' ', new[] { bird.Problem, _addressProblem }.Where(text => text.Length > 0));
        Tell(RoutingReports.Of(section, _options.Node, _decisions, bird.Sight, _off, problem));
    }

    // Nothing is to be announced here any more.
    private async Task LeaveEmptyAsync(BirdDaemon bird, CancellationToken cancellation)
    {
        _decisions = [];
        if (bird.IsRunning)
        {
            await bird.StopAsync(cancellation);
        }

        // Also those that an earlier process of the node left.
        if (_addressed is not null || _addressedAt == 0)
        {
            await EnsureAddressesAsync([], cancellation);
            _addressed = null;
        }

        Tell(null);
    }

    private void Decide(RoutingSection section)
    {
        var before = _decisions;
        _decisions = _decider.Decide(
            new AnnouncementScene(
                section.Prefixes, _verdicts, _options.Location, _options.Node, _service.Check, _stoppingSince,
                _time.GetUtcNow()),
            before);
        foreach (var decision in _decisions)
        {
            var last = before.FirstOrDefault(earlier => earlier.Prefix == decision.Prefix);
            if (last?.State == decision.State)
            {
                continue;
            }

            Log.Decided(_logger, decision.Prefix, decision.State.ToString(), decision.Reason, decision.Detail);
            if (last is not null && decision.State == AnnouncementState.Withdrawn)
            {
                _metrics.Withdrawn(decision.Reason);
            }
        }
    }

    private async Task KeepAddressesAsync(RoutingSection section, CancellationToken cancellation)
    {
        if (!ReferenceEquals(section, _addressed)
            || _time.GetElapsedTime(_addressedAt) >= Limits.AddressInterval)
        {
            var wanted = section.Prefixes.SelectMany(prefix => prefix.Addresses).Distinct(StringComparer.Ordinal);
            await EnsureAddressesAsync([.. wanted], cancellation);
            _addressed = section;
        }
    }

    private async Task EnsureAddressesAsync(IReadOnlyCollection<string> wanted, CancellationToken cancellation)
    {
        var problem = await _addresses.EnsureAsync(wanted, cancellation) ?? "";
        if (problem != _addressProblem && problem.Length > 0)
        {
            Log.Addresses(_logger, problem);
        }

        _addressProblem = problem;
        _addressedAt = _time.GetTimestamp();
    }

    private async Task LookForBirdAsync(BirdDaemon bird, CancellationToken cancellation)
    {
        if (bird.IsRunning || (_lookedAt != 0 && _time.GetElapsedTime(_lookedAt) < Limits.OffInterval))
        {
            return;
        }

        var off = await BirdProgram.ObstacleAsync(_options, _files, _time, cancellation);
        if (off != _off && off.Length > 0)
        {
            Log.Off(_logger, off);
        }

        _off = off;
        _lookedAt = _time.GetTimestamp();
    }

    private void Tell(RoutingReport? report)
    {
        if (!RoutingReports.Same(_report, report))
        {
            _report = report;
            Changed?.Invoke();
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var interval = new CancellationTokenSource(Limits.DecideInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellation);
        try
        {
            await _poked.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It is time again.
        }
    }

    private void Poke()
    {
        try
        {
            _poked.Release();
        }
        catch (SemaphoreFullException)
        {
            // The loop is about to look anyway.
        }
    }
}
