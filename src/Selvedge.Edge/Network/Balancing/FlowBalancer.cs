using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>A node's part in virtual addresses: as a balancer it keeps the kernel's table of slots as the verdicts
/// want it; as a backend it takes the addresses.</summary>
/// <remarks>The kernel carries the packets: it goes on while this process is dead, and the next one takes over what it
/// finds.</remarks>
public sealed class FlowBalancer : ISnapshotConsumer, IDisposable
{
    private readonly BalancerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BalancerMetrics _metrics;
    private readonly NetworkProgram _programs;
    private readonly Neighbours _neighbours;
    private readonly VxlanLink _vxlan;
    private readonly KernelTable _forwarding;
    private readonly KernelTable _translation;
    private readonly ServedRole _role;
    private readonly FlowBook _book;
    private readonly SemaphoreSlim _poked = new(0, 1);
    private readonly Dictionary<string, BackendRoutes> _routes = new(StringComparer.Ordinal);
    private volatile BalancerSection? _section;
    private volatile VerdictTable _verdicts = VerdictTable.Empty;
    private volatile BalancerReport? _report;
    private IReadOnlyList<string> _interfaces = [];
    private BalancerSection? _lookedFor;
    private string _problem = "";
    private string _off = "";
    private long _lookedAt;
    private long _failedAt;
    private long _waysAt;

    /// <summary>Does nothing yet.</summary>
    /// <param name="options">Whose, and where.</param>
    /// <param name="time">For waits and time-outs.</param>
    /// <param name="logger">For logs.</param>
    public FlowBalancer(BalancerOptions options, TimeProvider time, ILogger<FlowBalancer> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _metrics = new BalancerMetrics(
            () => _report?.Backends.Count(backend => backend.Slots > 0) ?? 0,
            () => _report?.Backends.Sum(backend => backend.Packets) ?? 0);
        _programs = new NetworkProgram(time);
        _neighbours = new Neighbours(_programs, time);
        _vxlan = new VxlanLink(_programs);
        _forwarding = new KernelTable(options, _programs, _metrics, translates: false);
        _translation = new KernelTable(options, _programs, _metrics, translates: true);
        _role = new ServedRole(options, _programs, _vxlan);
        _book = new FlowBook(logger);
    }

    /// <summary>Raised after <see cref="Report"/> has changed. Handlers return at once.</summary>
    public event Action? Changed;

    /// <summary>How it is; null: this node neither balances nor serves virtual addresses.</summary>
    public BalancerReport? Report => _report;

    /// <inheritdoc/>
    public IReadOnlyList<SectionRefusal> Check(Snapshot next, Manifest manifest) => BalancerCheck.Find(next, manifest);

    /// <inheritdoc/>
    public void Swap(Snapshot next)
    {
        _section = next.Balancer;
        Poke();
    }

    /// <inheritdoc/>
    public void Swap(VerdictTable next)
    {
        _verdicts = next;
        Poke();
    }

    /// <summary>Balances until cancelled. The kernel's table stays: flows go on without this process.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await RoundAsync(cancellation);
                await WaitAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _poked.Dispose();
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        // Read once: a verdict that comes in between pokes once more.
        var (section, verdicts) = (_section, _verdicts);
        ImmutableArray<VirtualEntry> services = section?.Services ?? [];
        var balanced = services
            .Where(service => service.Balancers.Contains(_options.Node, StringComparer.Ordinal)).ToList();
        var isNew = !ReferenceEquals(section, _lookedFor) || _lookedAt == 0;
        var looks = isNew || _time.GetElapsedTime(_lookedAt) >= Limits.LookInterval;
        if (isNew || _failedAt == 0 || _time.GetElapsedTime(_failedAt) >= Limits.OffInterval)
        {
            _problem = await WorkAsync(services, balanced, verdicts, looks, cancellation) ?? "";
            _failedAt = _problem.Length > 0 ? _time.GetTimestamp() : 0;
        }

        if (looks)
        {
            (_lookedFor, _lookedAt) = (section, _time.GetTimestamp());
        }

        var serves = services.Any(service => service.Backends.Any(backend => backend.Node == _options.Node));
        Tell(_problem, serves, balanced);
    }

    private async Task<string?> WorkAsync(
        ImmutableArray<VirtualEntry> services,
        List<VirtualEntry> balanced,
        VerdictTable verdicts,
        bool looks,
        CancellationToken cancellation)
    {
        if (looks && await _role.EnsureAsync(services, cancellation) is { } unserved)
        {
            return unserved;
        }

        if (balanced.Count == 0)
        {
            return await LeaveAsync(cancellation);
        }

        if (looks && await LookAsync(balanced, cancellation) is { } problem)
        {
            return problem;
        }

        return await ApplyAsync(balanced, verdicts, cancellation) ?? await CountAsync(balanced, looks, cancellation);
    }

    // What an earlier process of this node left is removed too; a machine without nft can have nothing.
    private async Task<string?> LeaveAsync(CancellationToken cancellation)
    {
        _book.Clear();
        if ((_forwarding.IsEmpty && _translation.IsEmpty) || BalancerObstacle.OfRights() is not null)
        {
            return null;
        }

        await _forwarding.ApplyAsync([], [], cancellation);
        await _translation.ApplyAsync([], [], cancellation);
        return null;
    }

    private async Task<string?> LookAsync(List<VirtualEntry> balanced, CancellationToken cancellation)
    {
        if ((!ReferenceEquals(_section, _lookedFor) || _off.Length > 0)
            && await BalancerObstacle.FindAsync(_options, _programs, cancellation) is { } obstacle)
        {
            return obstacle;
        }

        if (_time.GetElapsedTime(_waysAt) >= Limits.WayInterval || !ReferenceEquals(_section, _lookedFor))
        {
            _neighbours.Forget();
            _waysAt = _time.GetTimestamp();
        }

        _interfaces = _options.Interfaces.Length > 0
            ? _options.Interfaces
            : await _neighbours.DefaultLinksAsync(cancellation);
        if (_interfaces.Count == 0)
        {
            return "There is no default route, so no interface that users come by: name it as network.interfaces.";
        }

        _routes.Clear();
        foreach (var service in balanced)
        {
            _routes[service.Name] = await BackendRoutes.FindAsync(service, _neighbours, _vxlan, cancellation);
        }

        return null;
    }

    private async Task<string?> ApplyAsync(
        List<VirtualEntry> balanced, VerdictTable verdicts, CancellationToken cancellation)
    {
        var plans = new List<ServicePlan>();
        foreach (var service in balanced)
        {
            // Without any way there is no interface to name in a rule: what the kernel has is left as it is.
            if (_routes.TryGetValue(service.Name, out var routes) && routes.Targets.Count > 0)
            {
                plans.Add(_book.Plan(service, routes, verdicts, _options.Location));
            }
        }

        if (plans.Count == 0)
        {
            var why = _routes.Values.SelectMany(way => way.Unreachable.Values).FirstOrDefault("Nobody was asked yet.");
            return $"No backend can be reached. {why}";
        }

        var translated = plans.Where(plan => plan.Service.Forwarding == Forwarding.Translate).ToList();
        var forwarded = plans.Except(translated).ToList();
        return await _forwarding.ApplyAsync(forwarded, _interfaces, cancellation)
            ?? await _translation.ApplyAsync(translated, [], cancellation);
    }

    private async Task<string?> CountAsync(List<VirtualEntry> balanced, bool looks, CancellationToken cancellation)
    {
        if (!looks)
        {
            return null;
        }

        foreach (var service in balanced)
        {
            var table = service.Forwarding == Forwarding.Translate ? _translation : _forwarding;
            if (await table.ReadCountersAsync(service.Name, cancellation) is not { } counters)
            {
                // Somebody has removed it: the next round writes it anew.
                Poke();
                return null;
            }

            _book.Count(service.Name, counters);
        }

        return null;
    }

    private void Tell(string off, bool serves, List<VirtualEntry> balanced)
    {
        if (off != _off && off.Length > 0)
        {
            Log.Off(_logger, off);
        }
        else if (off != _off)
        {
            Log.Works(_logger);
        }

        _off = off;
        var next = serves || balanced.Count > 0 ? new BalancerReport(off, _book.Shares(balanced)) : null;
        if (_report is null != next is null || (next is not null && (next.Off != _report!.Off
            || !next.Backends.SequenceEqual(_report.Backends))))
        {
            _report = next;
            Changed?.Invoke();
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var interval = new CancellationTokenSource(Limits.LookInterval, _time);
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
