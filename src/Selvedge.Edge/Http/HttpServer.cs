using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Caching;
using Selvedge.Core.Purging;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Http;

/// <summary>The HTTP edge of a node: HTTP/1.1 and HTTP/2, TLS by SNI, a cache in memory, proxying to origins. Serves
/// nothing until its first <see cref="Swap(Snapshot)"/>.</summary>
public sealed class HttpServer : ISnapshotConsumer, IAsyncDisposable
{
    private readonly HttpServerOptions _options;
    private readonly NodeState _node;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ObjectStore _store;
    private readonly HttpMetrics _metrics;
    private readonly AccessLog _accessLog;
    private readonly EdgeHandler _handler;
    private readonly KestrelTransport _transport;
    private bool _stopped;

    /// <summary>Sets up; listens nowhere yet.</summary>
    /// <param name="options">Where to listen, and how much to hold.</param>
    /// <param name="node">Names of node and location.</param>
    /// <param name="time">The clock.</param>
    /// <param name="newRequestId">A new id for each request: short, unique in the network, safe in a header.</param>
    /// <param name="loggers">For what the operator must know.</param>
    public HttpServer(
        HttpServerOptions options, NodeState node, TimeProvider time, Func<string> newRequestId, ILoggerFactory loggers)
    {
        _options = options;
        _node = node;
        Services = new ServiceDirectory(node.Node);
        Traffic = new ServiceTraffic(time);
        _time = time;
        _logger = loggers.CreateLogger("Selvedge.Edge.Http");
        _store = new ObjectStore(options.CacheBytesMax);
        _metrics = new HttpMetrics(_store, () => RequestsInFlight);
        _accessLog = new AccessLog(options.AccessLog, node, _metrics);
        var pass = new PassHandler(_store, _metrics, time, node.Node);
        var cache = new CacheHandler(
            new Fetcher(_store, options, _metrics, time, _logger), pass, new StoredAnswer(time), options, time);
        _handler = new EdgeHandler(
            cache, pass, _accessLog, _metrics, node, time, newRequestId, options.Counted, options.Measured,
            _logger);
        _transport = new KestrelTransport(options, loggers, name => _handler.Table.ForServerName(name), _metrics);
    }

    /// <summary>Where services are served.</summary>
    public ServiceDirectory Services { get; }

    /// <summary>What services are asked for.</summary>
    public ServiceTraffic Traffic { get; }

    /// <summary>Requests being handled now.</summary>
    public int RequestsInFlight => _handler.InFlight;

    /// <summary>Requests handled since the start.</summary>
    public long RequestsServed => _handler.Served;

    /// <summary>Where plain HTTP is served, once started.</summary>
    public IReadOnlyList<IPEndPoint> HttpEndPoints => _transport.Http;

    /// <summary>Where HTTPS is served, once started.</summary>
    public IReadOnlyList<IPEndPoint> HttpsEndPoints => _transport.Https;

    /// <summary>Listens.</summary>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        await _transport.StartAsync(new KestrelApplication(_handler), cancel);
        _handler.HttpsPort = HttpsEndPoints.Count > 0 ? HttpsEndPoints[0].Port : null;
        Log.Listening(_logger, string.Join(' ', HttpEndPoints), string.Join(' ', HttpsEndPoints));
    }

    /// <summary>Takes no new connections, lets requests finish, then closes what is left.</summary>
    /// <param name="cancel">When not to wait any longer.</param>
    public async Task StopAsync(CancellationToken cancel)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _transport.StopAsync(cancel);
        await _accessLog.DisposeAsync();
        foreach (var upstream in _handler.Table.Upstreams.Distinct())
        {
            upstream.Dispose();
        }

        _metrics.Dispose();
    }

    /// <inheritdoc/>
    public IReadOnlyList<SectionRefusal> Check(Snapshot next, Manifest manifest) => SnapshotCheck.Find(next, manifest);

    /// <inheritdoc/>
    public void Swap(Snapshot next)
    {
        Services.Follow(next);
        _handler.Table = RoutingTable.Build(
            next, _handler.Table, _node.Node, _store, Connect);
        Log.Swapped(_logger, next.Sites.Count, next.Epoch);
    }

    /// <summary>Does nothing: whether users are sent here is DNS' business; who comes is served.</summary>
    public void Swap(VerdictTable next)
    {
        // See the summary.
    }

    /// <summary>Removes what the purge names. What is being fetched meanwhile is not kept.</summary>
    /// <returns>How many objects were removed.</returns>
    public int Purge(Purge purge) => _store.Purge(purge);

    /// <summary>Removes everything, as when the purge log's beginning is not known any more.</summary>
    /// <returns>How many objects were removed.</returns>
    public int PurgeAll() => _store.PurgeAll();

    /// <summary>What this node would do with a GET of the URL, without doing it.</summary>
    /// <param name="url">Absolute, http or https.</param>
    public Explanation Explain(string url)
    {
        var nothing = new Explanation(_node.Node, _node.Location, url, "", "", "absent", [], null, "");
        if (!CacheKey.TryUrl(url, out var scheme, out var host, out var target))
        {
            return nothing with { Problem = "This is not an absolute http or https URL." };
        }

        var table = _handler.Table;
        var key = CacheKey.Of(scheme, host, target);
        if (table.ForHost(host) is not { } route)
        {
            return nothing with { Url = key, Problem = $"No site of the name {host} is placed here." };
        }

        var cache = route.Section.Cache;
        var rule = Storing.RuleFor(cache, target);
        var now = _time.GetUtcNow();
        var stored = route.Shelf.Urls.GetValueOrDefault(key, []);
        var variants = stored.Select(one => new ExplainedVariant(
            one.Facts.Status, one.Age(now), Freshness.Lifetime(one.Facts, rule?.Ttl) - one.Age(now), one.Length,
            one.Variant.Names, one.Tags)).ToArray();
        var state = !cache.Enabled || rule is { Bypass: true } ? "bypass"
            : variants.Length == 0 ? "absent"
            : !_options.MayServeFromCache() ? "unproven"
            : variants[0].Ttl > TimeSpan.Zero ? "fresh" : "stale";
        return nothing with
        {
            Url = key,
            Site = route.Section.Site.ToString(),
            Backend = route.Section.Backend.IsService ? $"{route.Address}" : route.Section.Backend.Url,
            Cache = state,
            Variants = [.. variants],
            CertificateNotAfter = table.ForServerName(host)?.Identity?.NotAfter,
            Problem = scheme == "https" && table.ForServerName(host) is null
                ? $"There is no certificate for {host} here."
                : "",
        };
    }

    /// <summary>Stops without waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        await _transport.DisposeAsync();
    }

    private IUpstream Connect(BackendAddress address) => address.IsService
        ? new ServiceUpstream(address, Services, Traffic.Of(new SiteId(address.Namespace, address.Host)), Connect)
        : new Upstream(address, _options, _time);
}
