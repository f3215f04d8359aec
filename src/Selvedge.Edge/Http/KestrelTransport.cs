using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Http;

/// <summary>Kestrel without a pipeline: sockets, TLS, and the two protocols.</summary>
internal sealed class KestrelTransport : IAsyncDisposable
{
    private readonly List<ListenOptions> _http = [];
    private readonly List<ListenOptions> _https = [];
    private readonly Func<string, Route?> _forServerName;
    private readonly HttpMetrics _metrics;
    private readonly WebApplication _container;
    private readonly IServer _server;

    /// <summary>Sets up; listens nowhere yet.</summary>
    /// <param name="options">Where.</param>
    /// <param name="loggers">For Kestrel's own words.</param>
    /// <param name="forServerName">The site whose certificate is presented for a name.</param>
    /// <param name="metrics">Counts refused handshakes.</param>
    public KestrelTransport(
        HttpServerOptions options, ILoggerFactory loggers, Func<string, Route?> forServerName, HttpMetrics metrics)
    {
        _forServerName = forServerName;
        _metrics = metrics;

        // Lines that end in LF alone are one way to smuggle (RFC 9112, section 2.2, lets a server refuse them).
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", isEnabled: true);

        // A container only because Kestrel's TLS takes its parts from one; the application in it never runs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(new PeerFaultLog(loggers, metrics));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            Bound(kestrel);
            foreach (var endPoint in options.Http)
            {
                kestrel.Listen(endPoint, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.Use(next => connection => Link(next, connection, options.RoundTrip));
                    _http.Add(listen);
                });
            }

            foreach (var endPoint in options.Https)
            {
                kestrel.Listen(endPoint, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.Use(next => connection => Link(next, connection, options.RoundTrip));
                    listen.Use(next => connection => GreetAsync(next, connection));
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        HandshakeTimeout = Limits.Handshake,
                        OnConnection = Choose,
                    });
                    _https.Add(listen);
                });
            }
        });
        _container = builder.Build();
        _server = _container.Services.GetRequiredService<IServer>();
    }

    /// <summary>The bound addresses of plain HTTP.</summary>
    public ImmutableArray<IPEndPoint> Http => [.. _http.Select(listen => listen.IPEndPoint!)];

    /// <summary>The bound addresses of HTTPS.</summary>
    public ImmutableArray<IPEndPoint> Https => [.. _https.Select(listen => listen.IPEndPoint!)];

    /// <summary>Listens.</summary>
    public Task StartAsync(KestrelApplication application, CancellationToken cancel) =>
        _server.StartAsync(application, cancel);

    /// <summary>Takes no new connections, lets requests finish until cancelled, then closes.</summary>
    public Task StopAsync(CancellationToken cancel) => _server.StopAsync(cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _container.DisposeAsync();

    private static void Bound(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        var limits = kestrel.Limits;
        limits.MaxRequestLineSize = Limits.RequestLineBytesMax;
        limits.MaxRequestHeadersTotalSize = Limits.RequestFieldsBytesMax;
        limits.MaxRequestHeaderCount = Limits.RequestFieldsMax;
        limits.MaxRequestBodySize = Limits.RequestBodyBytesMax;
        limits.MaxConcurrentConnections = Limits.ConnectionsMax;
        limits.KeepAliveTimeout = Limits.KeepAlive;
        limits.RequestHeadersTimeout = Limits.RequestHeader;
        limits.MinRequestBodyDataRate = new MinDataRate(Limits.BodyRateMin, Limits.BodyRateGrace);
        limits.MinResponseDataRate = new MinDataRate(Limits.BodyRateMin, Limits.BodyRateGrace);
        limits.Http2.MaxStreamsPerConnection = Limits.StreamsMax;
        limits.Http2.MaxRequestHeaderFieldSize = Limits.RequestLineBytesMax;
    }

    private static Task Link(ConnectionDelegate next, ConnectionContext connection, Func<Socket, TimeSpan?> measure)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { } feature)
        {
            connection.Features.Set(new ClientLink(feature.Socket, measure));
        }

        return next(connection);
    }

    // Some greetings make the platform's TLS parser throw what it does not expect itself. They are strangers' bytes.
    private async Task GreetAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        try
        {
            await next(connection);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or NotSupportedException)
        {
            _metrics.HandshakeRefused("malformed");
        }
    }

    private ValueTask<SslServerAuthenticationOptions> Choose(TlsHandshakeCallbackContext context)
    {
        var name = context.ClientHelloInfo.ServerName;
        if (_forServerName(name.ToLowerInvariant())?.Tls is { } options)
        {
            return ValueTask.FromResult(options);
        }

        _metrics.HandshakeRefused(name.Length == 0 ? "no_name" : "unknown_name");
        throw new AuthenticationException("No certificate is held for the name that was asked for.");
    }
}
