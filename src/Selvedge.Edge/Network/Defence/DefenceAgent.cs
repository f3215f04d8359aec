using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Defends this machine at layers 3 and 4 as the snapshot says.</summary>
/// <remarks>One loop owns everything. What it puts into the kernel stays there when the process ends, but for
/// mitigations: those end by themselves at their time.</remarks>
public sealed class DefenceAgent : ISnapshotConsumer, IDisposable
{
    private readonly DefenceAgentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DefenceAgent> _log;
    private readonly KernelTables _kernel;
    private readonly Sysctls _sysctls = new("/proc/sys");
    private readonly DefenceSight _sight;
    private readonly DefenceCounts _counts;
    private readonly DefenceMemory _memory;
    private readonly DefenceMetrics _metrics;
    private readonly GuardBook _guards = new();
    private readonly KernelClaim _claim = new();
    private volatile Snapshot? _snapshot;
    private volatile DefenceReport? _report;
    private MitigationBook _book = MitigationBook.Empty;
    private DefencePlan? _plan;
    private DefencePlan? _applied;
    private ImmutableArray<uint> _indexes = [];
    private DateTimeOffset _verifyAt;
    private DateTimeOffset _verifyLargeAt;
    private DateTimeOffset _retryAt;
    private DateTimeOffset _proxyUntil;
    private string _unmet = "";
    private bool _cleared;

    /// <summary>Defends nothing yet.</summary>
    /// <param name="options">What the machine says.</param>
    /// <param name="time">For expiry and waits.</param>
    /// <param name="log">For logs.</param>
    public DefenceAgent(DefenceAgentOptions options, TimeProvider time, ILogger<DefenceAgent> log)
    {
        (_options, _time, _log) = (options, time, log);
        _kernel = new KernelTables(new Nft(options.Nft, time));
        _sight = new DefenceSight(time);
        _counts = new DefenceCounts(time);
        _memory = new DefenceMemory(options.StateDirectory, log);
        _metrics = new DefenceMetrics(_counts, _sight, () => Volatile.Read(ref _book));
    }

    /// <summary>Raised when <see cref="Report"/> says something else than counts, on the loop's own task.</summary>
    public event Action? Changed;

    /// <summary>How it is; null: nothing is to be defended here.</summary>
    public DefenceReport? Report => _report;

    /// <inheritdoc/>
    public IReadOnlyList<SectionRefusal> Check(Snapshot next, Manifest manifest) => DefenceCheck.Find(next, manifest);

    /// <inheritdoc/>
    public void Swap(Snapshot next) => _snapshot = next;

    /// <inheritdoc/>
    public void Swap(VerdictTable next)
    {
        // Nothing here depends on where users are sent.
    }

    /// <summary>Defends until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _book = _memory.Load(_time.GetUtcNow());
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(_time.GetUtcNow(), cancellation);
                await Task.Delay(Limits.Look, _time, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Log.Broke(_log, error);
                await Task.Delay(Limits.Retry, _time, CancellationToken.None).WaitAsync(cancellation)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sight.Dispose();
        _metrics.Dispose();
        _claim.Dispose();
    }

    private async Task TurnAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (_snapshot is not { } snapshot || now < _retryAt)
        {
            // Before the first snapshot the kernel keeps what an earlier process gave it.
            return;
        }

        if (snapshot.Defence is not { } section)
        {
            await ClearAsync(now, cancellation);
            return;
        }

        _cleared = false;
        if (!_claim.TryHold())
        {
            _retryAt = now + Limits.Retry;
            Tell("Another node of this machine defends it: all of them share one kernel.");
            return;
        }

        if (now >= _verifyAt || !ReferenceEquals(_plan?.Section, section))
        {
            if (Prepare(section) is { } obstacle)
            {
                Tell(obstacle);
                _retryAt = now + Limits.Retry;
                return;
            }

            await VerifyAsync(_plan!, now, cancellation);
        }

        Decide(section, now, await CountAsync(cancellation));
        if (await _kernel.ApplyAsync(_plan!.Tables(_book), Lend(now), cancellation) is { } problem)
        {
            _metrics.Failed();
            _guards.Forget();
            _retryAt = now + Limits.Retry;
            Tell(Mend(problem));
            return;
        }

        _applied = _plan;
        Tell("");
    }

    // What the machine is like may change: an interface comes again with another number, and without our rules.
    private string? Prepare(DefenceSection section)
    {
        ImmutableArray<string> interfaces = _options.Interfaces.IsEmpty
            ? [.. InterfaceFacts.OfDefaultRoutes().Take(Limits.InterfacesMax)]
            : _options.Interfaces;
        if (interfaces.IsEmpty)
        {
            return "No interface has a default route, so it is not known where users' packets arrive. Write "
                + "network.interfaces into the node's configuration.";
        }

        ImmutableArray<uint> indexes = [.. interfaces.Select(PacketLibc.IndexOf)];
        if (indexes.IndexOf(0u) is >= 0 and var missing)
        {
            return $"There is no interface {interfaces[missing]}. Correct network.interfaces in the node's "
                + "configuration.";
        }

        if (!indexes.SequenceEqual(_indexes))
        {
            _indexes = indexes;
            _kernel.Forget();
            _guards.Forget();
            _plan = null;
            if (_sight.Watch(interfaces) is { Length: > 0 } problem)
            {
                Log.Notes(_log, $"No attack will be detected: {problem}.");
            }

            Log.Defends(_log, string.Join(", ", interfaces));
        }

        var around = InterfaceFacts.Around(interfaces);
        if (_plan is null || !ReferenceEquals(_plan.Section, section) || _plan.Surroundings != around
            || !_plan.Interfaces.SequenceEqual(interfaces, StringComparer.Ordinal))
        {
            _plan = new DefencePlan(section, around, interfaces);
        }

        if (section.Syn != SynDefence.Off && _sysctls.Ensure("net.ipv4.tcp_syncookies", "1") is { } note)
        {
            Log.Notes(_log, note);
        }

        return null;
    }

    private async Task VerifyAsync(DefencePlan plan, DateTimeOffset now, CancellationToken cancellation)
    {
        var first = _verifyAt == default;
        if (now < _verifyAt)
        {
            return;
        }

        var tables = plan.Tables(_book);
        if (plan.IsLarge && now < _verifyLargeAt && !first)
        {
            tables = tables.Remove(DefencePlan.BlockId);
        }
        else
        {
            _verifyLargeAt = now + Limits.VerifyLarge;
        }

        _verifyAt = now + Limits.Verify;
        if (await _kernel.ReadAsync(tables, cancellation) && !first && ReferenceEquals(plan, _applied))
        {
            _guards.Forget();
            Log.PutBack(_log);
        }
    }

    private async Task<IEnumerable<KeyValuePair<string, long>>> CountAsync(CancellationToken cancellation)
    {
        var counted = new List<KeyValuePair<string, long>>();
        foreach (var id in DefencePlan.Nothing.Keys)
        {
            counted.AddRange(await _kernel.CountAsync(id, cancellation));
        }

        return counted;
    }

    private void Decide(DefenceSection section, DateTimeOffset now, IEnumerable<KeyValuePair<string, long>> counted)
    {
        var thresholds = section.Detection;
        var matches = _book.Mitigations.Select(mitigation => new FilterMatch(mitigation.Filter)).ToList();
        var attacks = _sight.Look(thresholds, _plan!.Allow, matches);
        var before = _book;
        var next = before.Order(section.Mitigations, now).Age(_counts.Add(counted, before), thresholds, now)
            .See(attacks, thresholds, now);
        Volatile.Write(ref _book, next);
        if (section.Syn == SynDefence.Proxy && _sight.SynsPerSecond >= Limits.SynFlood)
        {
            _proxyUntil = now + Limits.ProxyLasts;
        }

        TellNews(before, next, attacks);
    }

    private string Lend(DateTimeOffset now)
    {
        var guards = _book.Mitigations
            .Select(mitigation => (DefencePlan.DefenceId, MitigationText.Guard(mitigation.Id), mitigation.ExpiresAt))
            .ToList();
        if (_proxyUntil > now)
        {
            guards.Add((DefencePlan.ConnectionId, ConnectionTable.ProxyGuard, _proxyUntil));
            if (_sysctls.Ensure("net.netfilter.nf_conntrack_tcp_loose", "0") is { } note)
            {
                Log.Notes(_log, note);
            }
        }

        var script = _guards.Lend(guards, now);
        if (script.Length > 0)
        {
            _memory.Keep(_book);
        }

        return script;
    }

    private async Task ClearAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (_cleared)
        {
            return;
        }

        var isOurs = _claim.TryHold();
        (_plan, _applied, _indexes, _book, _report) = (null, null, [], MitigationBook.Empty, null);
        _verifyAt = default;
        _sight.Watch([]);
        if (!isOurs)
        {
            // What is there is another node's.
            _cleared = true;
            return;
        }

        await _kernel.ReadAsync(DefencePlan.Nothing, cancellation);
        if (await _kernel.ApplyAsync(DefencePlan.Nothing, "", cancellation) is { } problem)
        {
            _retryAt = now + Limits.Retry;
            Log.Off(_log, problem);
            return;
        }

        _claim.Dispose();
        _cleared = true;
        Changed?.Invoke();
    }

    private void TellNews(MitigationBook before, MitigationBook after, ImmutableArray<Attack> attacks)
    {
        foreach (var mitigation in after.Mitigations)
        {
            if (before.Mitigations.FirstOrDefault(one => one.Id == mitigation.Id)?.State != mitigation.State)
            {
                Log.Mitigates(_log, mitigation.Id, mitigation.State.ToString(), mitigation.Cause);
            }
        }

        foreach (var gone in before.Mitigations.Where(one => after.Mitigations.All(other => other.Id != one.Id)))
        {
            Log.Over(_log, gone.Id, gone.Packets);
        }

        var unmet = attacks.FirstOrDefault(attack => attack.Filter is null);
        if (unmet is not null && _unmet.Length == 0)
        {
            Log.Unmet(_log, unmet.Cause);
        }

        _unmet = unmet?.Cause ?? "";
    }

    private void Tell(string off)
    {
        var before = _report;
        var next = new DefenceReport(
            off,
            _counts.Drops,
            [
                .. _book.Mitigations.OrderByDescending(mitigation => mitigation.Since).Select(mitigation =>
                    new MitigationReport(
                        mitigation.Filter, mitigation.Cause, mitigation.State.ToString(), mitigation.Since,
                        mitigation.ExpiresAt, mitigation.Packets)),
            ]);
        _report = next;
        if (off.Length > 0 && off != before?.Off)
        {
            Log.Off(_log, off);
        }

        if (before is null || before.Off != off || !before.Mitigations.Select(Shape).SequenceEqual(
            next.Mitigations.Select(Shape)))
        {
            Changed?.Invoke();
        }

        static (string, string) Shape(MitigationReport report) => (report.Filter.Name, report.State);
    }

    private static string Mend(string problem) =>
        problem.Contains("not permitted", StringComparison.Ordinal)
            || problem.Contains("must be root", StringComparison.Ordinal)
            ? $"nft is not allowed to change the kernel's rules: {problem}. Run the node as root, or give it "
                + "CAP_NET_ADMIN."
        : problem.Contains("does not start", StringComparison.Ordinal)
            ? $"{problem}. Install nftables."
        : $"The kernel does not take the rules: {problem}";
}
