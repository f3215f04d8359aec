using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Selvedge.Core.Caching;
using Selvedge.Wire.Http;

namespace Selvedge.Edge.Http;

/// <summary>One origin: pooled HTTP/1.1 connections, nothing followed, kept or decoded on the way.</summary>
/// <remarks>A pooled connection that dies before any byte of the response is replaced once by the pool itself, where
/// the request has no body (RFC 9110, section 9.2.2). TLS is ours, since its name is the origin's and not the
/// request's.</remarks>
internal sealed class Upstream : IUpstream
{
    private readonly BackendAddress _address;
    private readonly HttpMessageInvoker _invoker;
    private readonly TimeSpan _bodyIdle;
    private readonly TimeProvider _time;

    /// <summary>Connects nothing yet.</summary>
    /// <param name="address">Which origin.</param>
    /// <param name="options">Time-outs.</param>
    /// <param name="time">The clock of the time-outs.</param>
    public Upstream(BackendAddress address, HttpServerOptions options, TimeProvider time)
    {
        _address = address;
        _bodyIdle = options.BodyIdleTimeout;
        _time = time;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = Limits.OriginConnectionLifetime,
            PooledConnectionIdleTimeout = Limits.OriginConnectionIdle,
            MaxConnectionsPerServer = Limits.OriginConnectionsMax,
            MaxResponseHeadersLength = Limits.ResponseFieldsKibibytesMax,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <inheritdoc/>
    public async Task<UpstreamResult> SendAsync(UpstreamRequest request, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(request.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);

        // Not disposed: where the origin answers early, the client's body is still on its way.
        var message = Message(request);
        try
        {
            var response = await _invoker.SendAsync(message, both.Token);
            return new UpstreamResult(await ReadHeaderAsync(request, response), UpstreamError.None);
        }
        catch (OperationCanceledException error)
        {
            if (error.InnerException is TimeoutException)
            {
                return new UpstreamResult(null, UpstreamError.ConnectTimeout);
            }

            return new UpstreamResult(
                null, cancel.IsCancellationRequested ? UpstreamError.ClientGone : UpstreamError.HeaderTimeout);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            return message.Content is ExchangeContent { Failure: { } failure }
                ? new UpstreamResult(null, UpstreamError.RequestBody, failure.Status)
                : new UpstreamResult(null, Reason(error));
        }
    }

    /// <summary>Closes idle connections.</summary>
    public void Dispose() => _invoker.Dispose();

    private static UpstreamError Reason(Exception error)
    {
        var request = UpstreamError.ResponseEnded;
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AuthenticationException:
                    return UpstreamError.TlsFailed;
                case SocketException socket when Unresolved(socket.SocketErrorCode):
                    return UpstreamError.NameNotResolved;
                case HttpRequestException http:
                    request = Reason(http.HttpRequestError);
                    break;
                default:
                    break;
            }
        }

        return request;
    }

    private static UpstreamError Reason(HttpRequestError error) => error switch
    {
        HttpRequestError.ConnectionError => UpstreamError.ConnectRefused,
        HttpRequestError.NameResolutionError => UpstreamError.NameNotResolved,
        HttpRequestError.SecureConnectionError => UpstreamError.TlsFailed,
        HttpRequestError.InvalidResponse => UpstreamError.ResponseInvalid,
        HttpRequestError.ConfigurationLimitExceeded => UpstreamError.ResponseInvalid,
        _ => UpstreamError.ResponseEnded,
    };

    private static bool Unresolved(SocketError error) =>
        error is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery;

    private HttpRequestMessage Message(UpstreamRequest request)
    {
        // Our target is normalised already; a second opinion of System.Uri would let key and request differ.
        var uri = new Uri(
            $"http://{_address.UriHost}:{_address.Port}{request.Target}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(request.Method), uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = request.Body,
        };
        message.Headers.TryAddWithoutValidation("Host", request.Host);
        foreach (var (name, value) in request.Fields)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (request.Body is { Length: null })
        {
            message.Headers.TransferEncodingChunked = true;
        }

        return message;
    }

    private async Task<UpstreamResponse> ReadHeaderAsync(UpstreamRequest request, HttpResponseMessage response)
    {
        var fields = new FieldList();
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                fields.Add(name, value);
            }
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                fields.Add(name, value);
            }
        }

        var chunked = fields.Has("Transfer-Encoding");
        long? length = !chunked && long.TryParse(
            fields.First("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var announced)
            ? announced
            : null;
        fields.Remove("Content-Length");
        HopByHop.Strip(fields);
        var bodiless = request.Method == "HEAD" || (int)response.StatusCode is 204 or 304;
        var body = await response.Content.ReadAsStreamAsync();
        return new UpstreamResponse(
            response, body, fields, length, chunked || length is not null || bodiless, _bodyIdle, _time);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_address.Host, _address.Port, cancel);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (!_address.Tls)
            {
                return stream;
            }

            var tls = new SslStream(stream);
            var options = new SslClientAuthenticationOptions { TargetHost = _address.Host };
            await tls.AuthenticateAsClientAsync(options, cancel);
            return tls;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
