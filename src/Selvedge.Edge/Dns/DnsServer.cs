using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Steering;
using Selvedge.Edge.Node;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>The authoritative DNS server of a node.</summary>
/// <remarks>Answers from the last snapshot and verdict table it was given, over UDP and TCP; a swap loses no query.
/// Several servers, of several processes too, may share an end point.</remarks>
public sealed class DnsServer : ISnapshotConsumer, IAsyncDisposable
{
    private readonly DnsServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CountryDatabase _countries;
    private readonly SectionCheck _check = new();
    private readonly ConnectionCount _connections = new();
    private readonly TablePublisher _publisher;
    private readonly DnsMetrics _metrics;
    private readonly Lock _swapping = new();
    private readonly List<UdpWorker> _workers = [];
    private readonly List<Task> _fronts = [];
    private readonly CancellationTokenSource _stopping = new();
    private Snapshot _snapshot;
    private bool _disposed;

    /// <summary>Loads the country database and takes what the node knows already. Opens no socket yet.</summary>
    public DnsServer(DnsServerOptions options, NodeState state, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _snapshot = state.Snapshot;
        _countries = LoadCountries(options.CountryDatabasePath, logger);
        var sites = Sites(_snapshot);
        var clients = new ClientMap(_snapshot.Network.Clients, _countries);
        _publisher = new TablePublisher(
            new AnswerTable(
                BuildNames(_snapshot, sites),
                new SteeringBook(sites, _snapshot.Network, clients, state.Verdicts, null)),
            time);
        _metrics = new DnsMetrics(_publisher, _connections);
    }

    /// <summary>Where it listens, with the ports that were taken; empty before the start.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; private set; } = [];

    /// <summary>Where clients are, as answers say now.</summary>
    internal ClientMap Clients => _publisher.Current.Steering.Clients;

    /// <summary>Opens every socket and starts to answer.</summary>
    /// <exception cref="SocketException">An end point cannot be bound; then nothing was started.</exception>
    public Task StartAsync(CancellationToken cancellation)
    {
        var opened = new List<IDisposable>();
        var bound = new List<IPEndPoint>();
        var listeners = new List<Socket>();
        try
        {
            foreach (var endPoint in _options.Listen)
            {
                var listener = Sockets.OpenTcp(endPoint);
                opened.Add(listener);
                listeners.Add(listener);
                var taken = (IPEndPoint)listener.LocalEndPoint!;
                bound.Add(taken);
                for (var worker = 0; worker < Math.Clamp(_options.Workers, 1, 128); worker++)
                {
                    _workers.Add(new UdpWorker(Sockets.OpenUdp(taken), _publisher, _logger));
                    opened.Add(_workers[^1]);
                }

                Log.Listens(_logger, taken, _options.Workers);
            }
        }
        catch
        {
            _workers.Clear();
            opened.ForEach(socket => socket.Dispose());
            throw;
        }

        EndPoints = bound;
        _workers.ForEach(worker => worker.Start());
        _fronts.AddRange(listeners.Select(listener =>
            new TcpFront(listener, _publisher, _connections, _time, _logger).RunAsync(_stopping.Token)));
        return Task.CompletedTask;
    }

    /// <summary>Answers what has arrived, then closes every socket. Idempotent.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        _workers.ForEach(worker => worker.RequestStop());
        await Task.WhenAll(_fronts);
        _workers.ForEach(worker => worker.Dispose());
        _workers.Clear();
        _fronts.Clear();
    }

    /// <inheritdoc/>
    public IReadOnlyList<SectionRefusal> Check(Snapshot next, Manifest manifest) => _check.Check(next, manifest);

    /// <inheritdoc/>
    public void Swap(Snapshot next)
    {
        lock (_swapping)
        {
            var start = _time.GetTimestamp();
            var before = _publisher.Current;
            var sites = Sites(next);
            var clients = _snapshot.Network.Clients == next.Network.Clients
                ? before.Steering.Clients
                : new ClientMap(next.Network.Clients, _countries);
            var names = BuildNames(next, sites);
            var steering =
                new SteeringBook(sites, next.Network, clients, before.Steering.Verdicts, before.Steering);
            _snapshot = next;
            _publisher.Publish(new AnswerTable(names, steering));
            _metrics.Published(names, _time.GetElapsedTime(start));
            Log.Swapped(_logger, next.Epoch, names.NameCount, names.Bytes);
        }
    }

    /// <inheritdoc/>
    public void Swap(VerdictTable next)
    {
        lock (_swapping)
        {
            var start = _time.GetTimestamp();
            var (names, before) = _publisher.Current;
            var steering = new SteeringBook(before.Sites, before.Network, before.Clients, next, before);
            _publisher.Publish(new AnswerTable(names, steering));
            _metrics.Published(names, _time.GetElapsedTime(start));
        }
    }

    /// <summary>What would be answered now, and why. Thread-safe; made for <c>why</c> and <c>trace</c>.</summary>
    /// <param name="name">Fully qualified.</param>
    /// <param name="type">The type asked for.</param>
    /// <param name="client">For whom.</param>
    /// <returns>Null where the name is none.</returns>
    public DnsExplanation? Explain(string name, DnsType type, IPAddress client)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ClientSubnet.TryCreate(client, client.AddressFamily == AddressFamily.InterNetwork ? 32 : 128, out var subnet);
        if (!new DnsQuery(name, type) { Subnet = subnet }.TryEncode(out var packet, out _))
        {
            return null;
        }

        lock (_swapping)
        {
            // No publication happens under this lock, so that the table stays whole without a reader's slot.
            var table = _publisher.Current;
            var address = ClientAddress.From(client);
            var response = new byte[DnsLimits.MessageBytesMax];
            var length = DnsEngine.Answer(
                table, packet, response, address, DnsTransport.Tcp, new QueryTally(), out var site);
            if (!DnsMessage.TryDecode(response.AsSpan(0, length), out var message, out var reason))
            {
                throw new InvalidOperationException($"The server's own answer cannot be read: {reason}.");
            }

            var region = table.Steering.Clients.Regions[table.Steering.Clients.Find(address, out _)];
            return new DnsExplanation(
                name,
                type,
                message.Rcode,
                [.. message.Answers.Select(record => record.ToString())],
                message.Subnet?.ScopeLength ?? 0,
                _snapshot.Epoch,
                table.Steering.Verdicts.Epoch,
                site < 0
                    ? null
                    : table.Steering.Decide(
                        site, new SteeringClient(client.ToString(), region.Country, region.Coordinates), 0));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        await StopAsync(CancellationToken.None);
        lock (_swapping)
        {
            _disposed = true;
            _metrics.Dispose();
            _publisher.Dispose();
        }

        _stopping.Dispose();
    }

    private static CountryDatabase LoadCountries(string? path, ILogger logger)
    {
        if (path is null)
        {
            return CountryDatabase.Empty;
        }

        try
        {
            var loaded = CountryDatabase.Load(path);
            Log.CountriesLoaded(logger, path, loaded.IPv4.Count, loaded.IPv6.Count);
            return loaded;
        }
        catch (Exception error)
        {
            Log.CountriesFailed(logger, error, path);
            return CountryDatabase.Empty;
        }
    }

    private static ImmutableArray<NamesSection> Sites(Snapshot snapshot) => [.. snapshot.Names.Values];

    private NameTable BuildNames(Snapshot snapshot, ImmutableArray<NamesSection> sites)
    {
        var zones = new List<CompiledZone>();
        foreach (var zone in snapshot.Zones.Values)
        {
            var (compiled, reason) = _check.Compile(zone);
            if (compiled is not null)
            {
                zones.Add(compiled);
            }
            else
            {
                Log.ZoneSkipped(_logger, zone.Apex, reason);
            }
        }

        return NameTableBuilder.Build(zones, sites, snapshot.Challenges);
    }
}
