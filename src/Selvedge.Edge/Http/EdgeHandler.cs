using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Caching;
using Selvedge.Core.Resources;
using Selvedge.Edge.Node;
using Selvedge.Wire.Http;

namespace Selvedge.Edge.Http;

/// <summary>Where every request begins: finds its site, refuses what belongs to none, logs exactly one line.</summary>
internal sealed class EdgeHandler(
    CacheHandler cache,
    PassHandler pass,
    AccessLog log,
    HttpMetrics metrics,
    NodeState node,
    TimeProvider time,
    Func<string> newRequestId,
    Action<SiteId, IPAddress> counted,
    Action<IPAddress, TimeSpan> measured,
    ILogger logger)
{
    private const string ChallengePath = "/.well-known/acme-challenge/";

    private volatile RoutingTable _table = RoutingTable.Empty;
    private int _inFlight;
    private long _served;

    /// <summary>The routes in force.</summary>
    public RoutingTable Table
    {
        get => _table;
        set => _table = value;
    }

    /// <summary>The port that HTTPS is served at; null: nowhere.</summary>
    public int? HttpsPort { get; set; }

    /// <summary>Requests being handled.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests handled since the start.</summary>
    public long Served => Interlocked.Read(ref _served);

    /// <summary>Handles one request to its end. Never throws.</summary>
    public async Task HandleAsync(Exchange exchange)
    {
        Interlocked.Increment(ref _inFlight);
        var started = time.GetTimestamp();
        var record = new AccessRecord { Time = time.GetUtcNow(), RequestId = newRequestId() };
        try
        {
            await RouteAsync(exchange, record);
        }
        catch (Exception error) when (exchange.Aborted.IsCancellationRequested
            && error is OperationCanceledException or IOException)
        {
            exchange.Abort();
        }
        catch (Exception error)
        {
            Log.RequestFailed(logger, error, record.RequestId);
            await FailAsync(exchange, record);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            Interlocked.Increment(ref _served);
            record.Duration = time.GetElapsedTime(started);
            log.Add(record, exchange);
            metrics.Answered(record.Site, exchange.Status, record.Cache, record.Duration, exchange.BytesSent);
        }
    }

    private static async Task FailAsync(Exchange exchange, AccessRecord record)
    {
        if (exchange.Status != 0)
        {
            exchange.Abort();
            return;
        }

        await ErrorPage.SendAsync(exchange, 500, record.RequestId);
    }

    private async Task RouteAsync(Exchange exchange, AccessRecord record)
    {
        var table = _table;
        if (exchange.Ambiguous || !CacheKey.TryHost(exchange.Authority, out var host))
        {
            await ErrorPage.SendAsync(exchange, 400, record.RequestId);
            return;
        }

        record.Host = host;
        var secure = exchange.Scheme == "https";
        if (!secure && exchange.Target.StartsWith(ChallengePath, StringComparison.Ordinal)
            && table.Challenges.TryGetValue(exchange.Target[ChallengePath.Length..], out var authorization))
        {
            await AnswerChallengeAsync(exchange, record, authorization);
            return;
        }

        // SNI and Host must lead to one site: settings such as the least TLS version hang on the name of the handshake.
        if (table.ForHost(host) is not { } route || (secure && table.ForServerName(exchange.ServerName) != route))
        {
            await ErrorPage.SendAsync(exchange, secure ? 421 : 404, record.RequestId);
            return;
        }

        record.Site = route.Section.Site.ToString();
        if (exchange.Method is "CONNECT" or "TRACE")
        {
            await ErrorPage.SendAsync(exchange, 405, record.RequestId);
            return;
        }

        if (!CacheKey.TryTarget(exchange.Target, out var target))
        {
            await ErrorPage.SendAsync(exchange, 400, record.RequestId);
            return;
        }

        if (!secure && route.Section.Tls.Redirect && (table.DeclaredHttpsPort ?? HttpsPort) is { } port)
        {
            Redirect(exchange, record, host, port, target);
            return;
        }

        HopByHop.Strip(exchange.Fields);
        if (Fields.Loops(exchange.Fields, node.Node))
        {
            await ErrorPage.SendAsync(exchange, 508, record.RequestId);
            return;
        }

        if (!Requests.IsLook(exchange.Fields))
        {
            counted(route.Section.Site, exchange.Client);
            if (exchange.TakeRoundTrip() is { } roundTrip)
            {
                measured(exchange.Client, roundTrip);
            }
        }

        AcceptEncoding.Normalise(exchange.Fields);
        var facts = FactsReader.Request(exchange.Method, exchange.Fields, record.Time);
        await cache.ServeAsync(new Call(exchange, route, host, target, facts, record)
        {
            Forwarded = pass.Forwarded(exchange, host, record.RequestId),
        });
    }

    private static async Task AnswerChallengeAsync(Exchange exchange, AccessRecord record, string authorization)
    {
        var body = System.Text.Encoding.ASCII.GetBytes(authorization);
        var fields = new FieldList();
        fields.Add("Content-Type", "application/octet-stream");
        fields.Add("Content-Length", $"{body.Length}");
        fields.Add("Cache-Control", "no-store");
        fields.Add("X-Request-Id", record.RequestId);
        exchange.Start(200, fields);
        if (exchange.Method != "HEAD")
        {
            await exchange.WriteAsync(body);
        }
    }

    private static void Redirect(Exchange exchange, AccessRecord record, string host, int port, string target)
    {
        var fields = new FieldList();
        fields.Add("Location", port == 443 ? $"https://{host}{target}" : $"https://{host}:{port}{target}");
        fields.Add("Content-Length", "0");
        fields.Add("X-Request-Id", record.RequestId);
        exchange.Start(308, fields);
    }
}
