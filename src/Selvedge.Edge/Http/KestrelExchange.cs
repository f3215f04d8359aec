using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Selvedge.Core.Caching;

namespace Selvedge.Edge.Http;

/// <summary>An exchange that Kestrel carries.</summary>
internal sealed class KestrelExchange : Exchange
{
    private readonly IHttpRequestFeature _request;
    private readonly IHttpResponseFeature _response;
    private readonly IHttpResponseBodyFeature _body;
    private readonly IHttpRequestLifetimeFeature _lifetime;
    private readonly ClientLink? _link;

    /// <summary>Reads what Kestrel parsed.</summary>
    public KestrelExchange(IFeatureCollection features)
    {
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _response = features.GetRequiredFeature<IHttpResponseFeature>();
        _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        _link = features.Get<ClientLink>();
        Method = _request.Method;
        Scheme = _request.Scheme;
        Protocol = _request.Protocol;
        Target = OriginForm(_request.RawTarget);
        Authority = _request.Headers.Host.ToString();
        Aborted = _lifetime.RequestAborted;
        BodyBytes = _request.Headers.ContentLength;
        HasBody = features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? false;
        Client = features.Get<IHttpConnectionFeature>()?.RemoteIpAddress ?? IPAddress.None;
        foreach (var (name, values) in _request.Headers)
        {
            if (name.StartsWith(':') || name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var value in values)
            {
                Fields.Add(name, value ?? "");
            }
        }

        // Kestrel lets chunks win over a length, and keeps the length under this name.
        Ambiguous = Fields.Has("Transfer-Encoding") && (BodyBytes is not null || Fields.Has("X-Content-Length"));
        if (features.Get<ITlsHandshakeFeature>() is { } handshake)
        {
            ServerName = handshake.HostName.ToLowerInvariant();
            TlsVersion = handshake.Protocol switch
            {
                SslProtocols.Tls12 => "1.2",
                SslProtocols.Tls13 => "1.3",
                _ => handshake.Protocol.ToString(),
            };
        }
    }

    /// <inheritdoc/>
    public override TimeSpan? TakeRoundTrip() => _link?.TakeRoundTrip();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancel)
    {
        try
        {
            return await _request.Body.ReadAsync(into, cancel);
        }
        catch (BadHttpRequestException error)
        {
            throw new RequestBodyException(error.StatusCode, error);
        }
        catch (IOException error)
        {
            throw new RequestBodyException(StatusCodes.Status400BadRequest, error);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask FlushAsync()
    {
        if (!Aborted.IsCancellationRequested)
        {
            await _body.Writer.FlushAsync(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    protected override void OnStart(int status, FieldList fields)
    {
        _response.StatusCode = status;
        foreach (var (name, value) in fields)
        {
            _response.Headers[name] = StringValues.Concat(_response.Headers[name], value);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<bool> OnWriteAsync(ReadOnlyMemory<byte> data)
    {
        var flushed = await _body.Writer.WriteAsync(data, CancellationToken.None);
        return !flushed.IsCompleted && !flushed.IsCanceled && !Aborted.IsCancellationRequested;
    }

    /// <inheritdoc/>
    protected override void OnAbort() => _lifetime.Abort();

    // Absolute form (RFC 9112, section 3.2.2): Kestrel has checked its authority against Host.
    private static string OriginForm(string target)
    {
        if (target.StartsWith('/'))
        {
            return target;
        }

        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        var path = scheme < 0 ? -1 : target.AsSpan(scheme + 3).IndexOfAny('/', '?');
        if (scheme < 0)
        {
            return target;
        }

        var tail = path < 0 ? "/" : target[(scheme + 3 + path)..];
        return tail.StartsWith('/') ? tail : "/" + tail;
    }
}
