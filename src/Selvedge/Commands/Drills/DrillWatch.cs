using System.Collections.Immutable;
using System.Net;
using Selvedge.Commands.Network;
using Selvedge.Configuration;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Dev;

namespace Selvedge.Commands.Drills;

/// <summary>Kills, and looks from every side at what becomes of it: the other nodes' DNS, the verdict table, clients,
/// and the process itself.</summary>
internal sealed class DrillWatch : IDisposable
{
    /// <summary>Between two looks from one side: what is seen is at most so much later than it happened.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>A client is slower than a measurement, and a development machine small.</summary>
    private static readonly TimeSpan ClientPace = TimeSpan.FromMilliseconds(100);

    /// <summary>How long everything is looked at before the kill: answers to compare with, and clients that are
    /// warm.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    /// <summary>What is judged from several answers is seen later than it happened: so long a line waits for earlier
    /// ones.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(400);

    private readonly Session _session;
    private readonly DrillScene _scene;
    private readonly IReadOnlyDictionary<string, RecordedProcess> _processes;
    private readonly string _state;
    private readonly Action<DrillEvent> _tell;
    private readonly DrillRecord _record;
    private readonly DnsClient _dns;
    private readonly RetryingClient _client;
    private readonly HashSet<IPAddress> _addresses;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _over = new();
    private readonly List<DrillEvent> _untold = [];
    private Dictionary<string, string> _instances = new(StringComparer.Ordinal);
    private long _killedAt;
    private bool _killed;
    private int _seen;

    /// <summary>Prepares a drill; does nothing yet.</summary>
    /// <param name="session">The network.</param>
    /// <param name="scene">What is killed, and watched.</param>
    /// <param name="processes">The victims' processes, by node.</param>
    /// <param name="state">The folder of the network's state.</param>
    /// <param name="tell">Told each event as it is seen.</param>
    public DrillWatch(
        Session session,
        DrillScene scene,
        IReadOnlyDictionary<string, RecordedProcess> processes,
        string state,
        Action<DrillEvent> tell)
    {
        (_session, _scene, _processes, _state, _tell) = (session, scene, processes, state, tell);
        _record = new DrillRecord(scene);
        _dns = new DnsClient(session.Time);
        _client = new RetryingClient(scene, _dns);
        _addresses = [.. scene.Victims.SelectMany(node => node.Addresses)];
    }

    /// <summary>When the processes were killed.</summary>
    public DateTimeOffset KilledAt { get; private set; }

    /// <summary>Kills, and watches until all is as before.</summary>
    /// <param name="limit">The longest watch.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How it went, and everything seen, by time.</returns>
    /// <exception cref="UsageException">Something was wrong before anything was killed.</exception>
    public async Task<(DrillResult Result, ImmutableArray<DrillEvent> Events)> RunAsync(
        TimeSpan limit, CancellationToken cancellation)
    {
        _instances = await InstancesAsync(cancellation);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var loops = Loops(watching.Token).ToList();
        try
        {
            await Task.Delay(Before, _session.Time, cancellation);
            Kill();
            loops.Add(FollowVerdictsAsync(watching.Token));
            loops.Add(FollowNodesAsync(watching.Token));
            loops.AddRange(_scene.Victims.Select(node => FollowProcessAsync(node, watching.Token)));
            var timeout = Task.Delay(limit, _session.Time, watching.Token);
            await Task.WhenAny([_over.Task, timeout, .. loops]);
            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            await watching.CancelAsync();
            await EndAsync(loops);
        }

        lock (_gate)
        {
            Tell(TimeSpan.MaxValue);
            return (_record.Result, [.. _record.Events.OrderBy(seen => seen.After)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private IEnumerable<Task> Loops(CancellationToken stop)
    {
        foreach (var node in _scene.Others.Where(node => !node.Dns.IsEmpty))
        {
            yield return AskAsync(node, stop);
        }

        foreach (var client in Clients())
        {
            yield return FetchAsync(client, stop);
        }
    }

    private IEnumerable<IPNetwork?> Clients() =>
        _scene.Clients.IsEmpty ? [null] : _scene.Clients.Select(client => (IPNetwork?)client);

    private void Kill()
    {
        lock (_gate)
        {
            if (_record.Result is { Failed: > 0, Failures: [var first, ..] })
            {
                throw new UsageException(
                    $"Requests fail before anything is killed ({first}): mend that first. See: selvedge status");
            }

            foreach (var (node, process) in _processes)
            {
                if (!process.End())
                {
                    throw new UsageException(
                        $"{node}'s process {process.Id} has just ended, or belongs to another user. Try again.");
                }
            }

            (_killedAt, _killed, KilledAt) = (_session.Time.GetTimestamp(), true, _session.Now);
            _record.Killed(_processes.ToDictionary(pair => pair.Key, pair => pair.Value.Id, StringComparer.Ordinal));
            Tell(TimeSpan.Zero);
        }
    }

    // Under the gate: everything that happened up to a moment, by time.
    private void Tell(TimeSpan until)
    {
        for (; _seen < _record.Events.Count; _seen++)
        {
            _untold.Add(_record.Events[_seen]);
        }

        foreach (var seen in _untold.Where(seen => seen.After <= until).OrderBy(seen => seen.After).ToList())
        {
            _untold.Remove(seen);
            _tell(seen);
        }

        if (_record.IsOver)
        {
            _over.TrySetResult();
        }
    }

    private void See(Action<TimeSpan> see)
    {
        lock (_gate)
        {
            if (_killed)
            {
                var after = _session.Time.GetElapsedTime(_killedAt);
                see(after);
                Tell(after - Hold);
            }
        }
    }

    private async Task AskAsync(DrillNode node, CancellationToken stop)
    {
        while (true)
        {
            foreach (var client in Clients())
            {
                foreach (var site in _scene.Sites)
                {
                    var asked = _killed;
                    var addresses = await _dns.AddressesAsync(node.Dns[0], site.Hostname, client, stop);
                    if (addresses is { } known)
                    {
                        Answered(node.Name, RetryingClient.Shown(client), site, known.Any(_addresses.Contains), asked);
                    }
                }
            }

            await Task.Delay(Pace, _session.Time, stop);
        }
    }

    private void Answered(string node, string client, DrillSite site, bool named, bool askedAfterKill)
    {
        lock (_gate)
        {
            if (!_killed)
            {
                _record.AnsweredBefore(node, client, site.Id, named);
            }
        }

        // What was asked before the kill and answered after it tells of neither.
        if (askedAfterKill)
        {
            See(after => _record.Answered(after, node, client, site.Id, named));
        }
    }

    private async Task FetchAsync(IPNetwork? client, CancellationToken stop)
    {
        for (var turn = 0; ; turn++)
        {
            var (retried, failure) = await _client.RequestAsync(_scene.Sites[turn % _scene.Sites.Length], client, stop);
            lock (_gate)
            {
                _record.Requested(_killed ? _session.Time.GetElapsedTime(_killedAt) : TimeSpan.Zero, retried, failure);
            }

            await Task.Delay(ClientPace, _session.Time, stop);
        }
    }

    private async Task FollowVerdictsAsync(CancellationToken stop)
    {
        while (true)
        {
            var (_, table) = await WhyCommand.VerdictsAsync(_session.Api, stop);
            See(after => _record.Weighed(after, table));
            await Task.Delay(Pace, _session.Time, stop);
        }
    }

    private async Task FollowNodesAsync(CancellationToken stop)
    {
        while (true)
        {
            foreach (var (node, instance) in await InstancesAsync(stop))
            {
                if (instance != _instances.GetValueOrDefault(node))
                {
                    See(after => _record.Reported(after, node));
                }
            }

            await Task.Delay(Pace, _session.Time, stop);
        }
    }

    // Changes with each start of a node's process.
    private async Task<Dictionary<string, string>> InstancesAsync(CancellationToken cancellation)
    {
        var documents = await _session.Api.ListAsync("/apis/selvedge.dev/v1/nodes", cancellation);
        return documents
            .Select(node => (
                Name: JsonRead.Text(node, "metadata", "name") ?? "",
                Instance: JsonRead.Text(node, "status", "instance") ?? ""))
            .Where(node => _processes.ContainsKey(node.Name))
            .ToDictionary(node => node.Name, node => node.Instance, StringComparer.Ordinal);
    }

    private async Task FollowProcessAsync(DrillNode node, CancellationToken stop)
    {
        var killed = _processes[node.Name];
        while (true)
        {
            if (RecordedProcess.Read(RecordedProcess.FileOf(_state, node.Name)) is { } present
                && present != killed && present.IsRunning)
            {
                See(after => _record.Restarted(after, node.Name, present.Id));
                await Task.Delay(Timeout.InfiniteTimeSpan, _session.Time, stop);
            }

            await Task.Delay(Pace, _session.Time, stop);
        }
    }

    // A side that could not look any more ended the drill: its reason is the drill's.
    private static async Task EndAsync(IEnumerable<Task> loops)
    {
        try
        {
            await Task.WhenAll(loops);
        }
        catch (OperationCanceledException)
        {
            // Every loop ends so.
        }
    }
}
