using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Http;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Probes;

/// <summary>Asks the backend of every site placed here whether it is ready, from this node. Evidence for the gate
/// <c>ready</c>.</summary>
public sealed class BackendProber : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Pods of a service that are asked before it counts as not ready.</summary>
    private const int PodsAsked = 3;

    private readonly NodeState _state;
    private readonly ServiceDirectory _services;
    private readonly TimeProvider _time;
    private readonly ILogger<BackendProber> _log;
    private readonly ConcurrentDictionary<SiteId, Sight> _sights = new();
    private readonly HttpMessageInvoker _http;

    /// <summary>Probes for the node that <paramref name="state"/> is of.</summary>
    public BackendProber(
        NodeState state, ServiceDirectory services, TimeProvider time, ILogger<BackendProber> log)
    {
        _state = state;
        _services = services;
        _time = time;
        _log = log;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            // A new connection now and then, or a moved backend would be asked at its old address for ever.
            PooledConnectionLifetime = TimeSpan.FromSeconds(30),
        });
    }

    /// <summary>Raised when a backend's readiness changed, on a probe's task: handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>The newest report of every placed site; sites not probed yet are left out.</summary>
    public ImmutableArray<BackendReport> Reports() =>
    [
        .. _sights.Values
            .Select(sight => sight.Report)
            .OfType<BackendReport>()
            .OrderBy(report => report.Site),
    ];

    /// <summary>Probes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var sites = _state.Snapshot.Sites;
            foreach (var site in sites.Values)
            {
                var sight = _sights.GetOrAdd(site.Site, _ => new Sight());
                if (!sight.UnderWay
                    && (sight.Report is null || _time.GetElapsedTime(sight.ProbedAt) >= site.Backend.Probe.Interval))
                {
                    sight.UnderWay = true;
                    _ = ProbeAsync(sight, site, cancellation);
                }
            }

            foreach (var gone in _sights.Keys.Where(key => !sites.ContainsKey(key)).ToList())
            {
                _sights.TryRemove(gone, out _);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task ProbeAsync(Sight sight, SiteSection site, CancellationToken cancellation)
    {
        try
        {
            var report = await AskAsync(site, cancellation);
            var before = sight.Report;
            sight.Failures = report.Ready ? 0 : sight.Failures + 1;
            if (report.Ready || before is not { Ready: true } || sight.Failures >= site.Backend.Probe.FailureThreshold)
            {
                sight.Report = report;
            }

            if (before?.Ready != sight.Report!.Ready)
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
            Log.BackendProbeFailed(_log, error, site.Site);
        }
        finally
        {
            sight.ProbedAt = _time.GetTimestamp();
            sight.UnderWay = false;
        }
    }

    private async Task<BackendReport> AskAsync(SiteSection site, CancellationToken cancellation)
    {
        if (!site.Backend.IsService)
        {
            return await AskAsync(site, site.Backend.Url, cancellation);
        }

        BackendAddress.TryOf(site, out var service, out _, out _);
        var report = new BackendReport(
            site.Site, false, "NoEndpoint",
            $"No pod of the service {service.Namespace}/{service.Host} is ready at this location.");
        foreach (var endPoint in _services.Find(service).All.Take(PodsAsked))
        {
            report = await AskAsync(site, $"http://{endPoint}", cancellation);
            if (report.Ready)
            {
                break;
            }
        }

        return report;
    }

    private async Task<BackendReport> AskAsync(SiteSection site, string url, CancellationToken cancellation)
    {
        var probe = site.Backend.Probe;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = _time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), bounded, probe.Timeout, Timeout.InfiniteTimeSpan);
        try
        {
            var target = new Uri(url.TrimEnd('/') + probe.Path);
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            request.Headers.Host = site.Backend.HostHeader.Length > 0 ? site.Backend.HostHeader : site.Hostnames[0];
            request.Headers.UserAgent.ParseAdd("selvedge-probe");
            using var response = await _http.SendAsync(request, bounded.Token);
            var status = (int)response.StatusCode;
            return status is >= 200 and < 400
                ? new BackendReport(site.Site, true, "", "")
                : new BackendReport(site.Site, false, "BadStatus", $"{target} answered {status}.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new BackendReport(site.Site, false, "Timeout", $"{url} did not answer in time.");
        }
        catch (HttpRequestException error)
        {
            var reason = error.InnerException switch
            {
                SocketException socket => socket.SocketErrorCode.ToString(),
                AuthenticationException => "HandshakeFailed",
                _ => error.HttpRequestError.ToString(),
            };
            return new BackendReport(site.Site, false, reason, $"{url} could not be asked.");
        }
    }

    private sealed class Sight
    {
        public volatile BackendReport? Report;
        public volatile bool UnderWay;
        private long _probedAt;

        public int Failures { get; set; }

        public long ProbedAt
        {
            get => Interlocked.Read(ref _probedAt);
            set => Interlocked.Exchange(ref _probedAt, value);
        }
    }
}
