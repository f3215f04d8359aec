using System.Collections.Concurrent;
using System.Net;

namespace Selvedge.Edge.Http;

/// <summary>The ready pods of a Service at this location: the one with the fewest requests first, this node's own
/// before others'. One that cannot be reached is passed over; so is one that breaks off before or early in its answer,
/// where asking twice is safe.</summary>
/// <param name="address">Which service.</param>
/// <param name="directory">Where its pods are, now.</param>
/// <param name="counter">Counts what is asked for.</param>
/// <param name="connect">Makes the connections to one pod.</param>
internal sealed class ServiceUpstream(
    BackendAddress address, ServiceDirectory directory, ServiceCounter counter,
    Func<BackendAddress, IUpstream> connect) : IUpstream
{
    /// <summary>Pods that are asked before the request fails.</summary>
    public const int AttemptsMax = 3;

    private readonly ConcurrentDictionary<IPEndPoint, Peer> _peers = new();

    /// <inheritdoc/>
    public async Task<UpstreamResult> SendAsync(UpstreamRequest request, CancellationToken cancel)
    {
        if (Requests.IsLook(request.Fields))
        {
            return await AskAsync(request, cancel);
        }

        counter.Enter();
        try
        {
            return await AskAsync(request, cancel);
        }
        finally
        {
            counter.Leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var peer in _peers.Values)
        {
            peer.Upstream.Dispose();
        }
    }

    private async Task<UpstreamResult> AskAsync(UpstreamRequest request, CancellationToken cancel)
    {
        var result = new UpstreamResult(null, UpstreamError.NoEndpoint);
        HashSet<IPEndPoint> tried = [];
        while (tried.Count < AttemptsMax && Choose(tried) is { } peer)
        {
            tried.Add(peer.EndPoint);
            Interlocked.Increment(ref peer.Requests);
            try
            {
                result = await SendAsync(peer, request, cancel);
            }
            finally
            {
                Interlocked.Decrement(ref peer.Requests);
            }

            if (!MayAskAnother(request, result.Error))
            {
                return result;
            }
        }

        return result;
    }

    // What can be asked twice is not passed on before its beginning is here: a pod that dies while it answers is no
    // user's trouble.
    private static async Task<UpstreamResult> SendAsync(Peer peer, UpstreamRequest request, CancellationToken cancel)
    {
        var result = await peer.Upstream.SendAsync(request, cancel);
        if (result.Response is not { } response || !IsSafe(request))
        {
            return result;
        }

        var error = await response.HoldAsync();
        if (error == UpstreamError.None)
        {
            return result;
        }

        response.Dispose();
        return new UpstreamResult(null, error);
    }

    // No byte of the request has left while the connection is not there (RFC 9110, section 9.2.2).
    private static bool MayAskAnother(UpstreamRequest request, UpstreamError error) => error switch
    {
        UpstreamError.ConnectRefused or UpstreamError.ConnectTimeout => true,
        UpstreamError.ResponseEnded => IsSafe(request),
        _ => false,
    };

    private static bool IsSafe(UpstreamRequest request) =>
        request.Body is null && request.Method is "GET" or "HEAD" or "OPTIONS";

    private Peer? Choose(HashSet<IPEndPoint> tried)
    {
        var found = directory.Find(address);
        foreach (var gone in _peers.Keys.Where(known => !found.Own.Contains(known) && !found.Others.Contains(known)))
        {
            // Requests under way end as they would; its idle connections close by themselves.
            _peers.TryRemove(gone, out _);
        }

        return Least(found.Own, tried) ?? Least(found.Others, tried);
    }

    private Peer? Least(IEnumerable<IPEndPoint> endPoints, HashSet<IPEndPoint> tried)
    {
        Peer? least = null;
        foreach (var endPoint in endPoints.Where(endPoint => !tried.Contains(endPoint)))
        {
            var peer = _peers.GetOrAdd(endPoint, Connect);
            if (least is null || (peer.Requests, peer.Served).CompareTo((least.Requests, least.Served)) < 0)
            {
                least = peer;
            }
        }

        if (least is not null)
        {
            // Among equals the one that was asked least: without it the first would serve everything.
            Interlocked.Increment(ref least.Served);
        }

        return least;
    }

    private Peer Connect(IPEndPoint endPoint) => new(
        endPoint, connect(new BackendAddress(false, endPoint.Address.ToString(), endPoint.Port)));

    private sealed class Peer(IPEndPoint endPoint, IUpstream upstream)
    {
        public int Requests;
        public long Served;

        public IPEndPoint EndPoint { get; } = endPoint;

        public IUpstream Upstream { get; } = upstream;
    }
}
