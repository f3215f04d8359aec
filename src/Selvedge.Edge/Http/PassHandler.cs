using System.Buffers;
using Selvedge.Core.Caching;

namespace Selvedge.Edge.Http;

/// <summary>Takes requests to the origin and responses back, without keeping anything.</summary>
internal sealed class PassHandler(ObjectStore store, HttpMetrics metrics, TimeProvider time, string node)
{
    /// <summary>Sends the request as it is, body included, and streams the response back.</summary>
    /// <param name="call">The request.</param>
    /// <param name="forward">Why, for Cache-Status.</param>
    public async Task PassAsync(Call call, string forward)
    {
        var exchange = call.Exchange;
        call.Record.Cache = forward;
        var content = exchange.HasBody ? new ExchangeContent(exchange) : null;
        try
        {
            var started = time.GetTimestamp();
            var result = await call.Route.Upstream.SendAsync(
                Requests.To(call.Route, exchange.Method, call, call.Forwarded, content), exchange.Aborted);
            call.Record.OriginTime = time.GetElapsedTime(started);
            if (result.Response is not { } response)
            {
                await FailAsync(call, result.Error, forward, result.ClientStatus);
                return;
            }

            Invalidate(call, response);
            await SendAsync(call, response, time.GetUtcNow(), new CacheStatus
            {
                Forward = forward,
                ForwardStatus = response.Status,
            });
        }
        finally
        {
            if (content is not null)
            {
                await content.StopAsync();
            }
        }
    }

    /// <summary>Streams a response to its one client, and disposes it.</summary>
    public static async Task SendAsync(Call call, UpstreamResponse response, DateTimeOffset received, CacheStatus cache)
    {
        using var taken = response;
        var exchange = call.Exchange;
        call.Record.OriginStatus = response.Status;
        var bodiless = exchange.Method == "HEAD" || response.Status is 204 or 304;
        var fields = Fields.ToUser(
            response.Fields,
            response.Status is 204 or 304 ? null : response.Length,
            call.Record.RequestId,
            received,
            cache);
        exchange.Start(response.Status, fields);
        if (bodiless)
        {
            return;
        }

        response.EndWith(exchange.Aborted);
        var buffer = ArrayPool<byte>.Shared.Rent(Limits.ChunkBytes);
        try
        {
            await CopyAsync(exchange, response, buffer);
        }
        catch (UpstreamBodyException error)
        {
            Cut(call, error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Answers for an origin that did not.</summary>
    /// <param name="call">The request.</param>
    /// <param name="error">Why.</param>
    /// <param name="forward">Why it was asked, for Cache-Status.</param>
    /// <param name="clientStatus">Where the client's own body broke off: the status for it.</param>
    /// <param name="counted">Whether the metric has it already.</param>
    public async Task FailAsync(
        Call call, UpstreamError error, string forward, int clientStatus = 0, bool counted = false)
    {
        call.Record.OriginError = error;
        if (!counted && error is not (UpstreamError.ClientGone or UpstreamError.RequestBody))
        {
            metrics.UpstreamFailed(call.Record.Site, error);
        }

        var status = error switch
        {
            UpstreamError.RequestBody => clientStatus,
            UpstreamError.ConnectTimeout or UpstreamError.HeaderTimeout => 504,
            _ => 502,
        };
        var fields = new FieldList();
        fields.Add("Via", "1.1 selvedge");
        fields.Add("Cache-Status", new CacheStatus { Forward = forward, Detail = error.ToString() }.ToString());
        await ErrorPage.SendAsync(call.Exchange, status, call.Record.RequestId, fields);
    }

    /// <summary>The body broke off: cuts the client's connection, so that it does not take the part for the
    /// whole.</summary>
    public static void Cut(Call call, UpstreamBodyException error)
    {
        if (call.Exchange.Aborted.IsCancellationRequested)
        {
            call.Record.OriginError = UpstreamError.ClientGone;
        }
        else
        {
            call.Record.OriginError = error.Error;
        }

        call.Exchange.Abort();
    }

    /// <summary>The fields of a request on its way to the origin.</summary>
    public FieldList Forwarded(Exchange exchange, string host, string requestId) =>
        Fields.ToOrigin(exchange, host, requestId, node);

    private static async Task CopyAsync(Exchange exchange, UpstreamResponse response, byte[] buffer)
    {
        while (true)
        {
            var read = response.ReadAsync(buffer);
            if (!read.IsCompleted)
            {
                // Nothing there yet: what came before, the header at least, must not wait for it.
                await exchange.FlushAsync();
            }

            var count = await read;
            if (count == 0 || !await exchange.WriteAsync(buffer.AsMemory(0, count)))
            {
                return;
            }
        }
    }

    private void Invalidate(Call call, UpstreamResponse response)
    {
        var keys = Invalidation.Keys(
            call.Exchange.Method, response.Status, call.Exchange.Scheme, call.Host, call.Target, response.Fields);
        if (keys.Count > 0)
        {
            store.PurgeUrls(call.Route.Shelf, keys);
        }
    }
}
