using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Api.Answers;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api;

/// <summary>The network's API in Kubernetes' conventions, over TLS with bearer tokens.</summary>
/// <remarks>Documents go to the store as operators wrote them. Several servers may share one store, except that the
/// check that a hostname belongs to one Site only is exact within one server.</remarks>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly ApiOptions _options;
    private readonly IResourceStore _store;
    private readonly TimeProvider _time;
    private readonly Func<string> _newId;
    private readonly WebApplication _app;
    private readonly ApiHandler _handler;
    private readonly ApiMetrics _metrics = new();
    private readonly ILogger _logger;

    /// <summary>Prepares the server.</summary>
    /// <param name="options">How it is reached.</param>
    /// <param name="store">The documents. Not disposed here.</param>
    /// <param name="authenticate">Who a bearer token stands for; null: nobody.</param>
    /// <param name="time">For ages, timestamps and time limits.</param>
    /// <param name="newId">Gives unique ids for documents.</param>
    /// <param name="logs">One line a request.</param>
    /// <param name="more">Maps further endpoints, under <c>/selvedge/v1/</c>. They are behind the same authentication;
    /// reading (GET and HEAD) needs the right to read, all else an administrator. See <see cref="HttpCaller"/>.</param>
    public ApiServer(
        ApiOptions options,
        IResourceStore store,
        Func<string, Caller?> authenticate,
        TimeProvider time,
        Func<string> newId,
        ILoggerFactory logs,
        Action<IEndpointRouteBuilder>? more = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logs);
        (_options, _store, _time, _newId) = (options, store, time, newId);
        _logger = logs.CreateLogger("Selvedge.Api");
        _handler = new ApiHandler(store, time, newId, _metrics, options.PodLogs);
        _app = Build(options, logs);
        var gate = new ApiGate(options, store, authenticate, time, _handler, _metrics, _logger,
            _app.Lifetime.ApplicationStopping);
        _app.Use(next => context => gate.InvokeAsync(context, next));
        _app.UseRouting();
        more?.Invoke(_app);
        _app.UseEndpoints(static _ => { });
        _app.Run(static context => ApiGate.WriteAsync(context, Refusals.NoPath()));
    }

    /// <summary>Where it listens, once started.</summary>
    public IPEndPoint Endpoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Creates the built-in namespaces where they are missing, and listens.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await BuiltIn.EnsureAsync(_store, _time, _newId, cancellation);
        await _app.StartAsync(cancellation);
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        Endpoint = new IPEndPoint(_options.Listen.Address, new Uri(address).Port);
        Log.Listening(_logger, Endpoint.ToString());
    }

    /// <summary>Ends watches, waits shortly for requests under way, and stops.</summary>
    public Task StopAsync(CancellationToken cancellation) => _app.StopAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _handler.Dispose();
        _metrics.Dispose();
    }

    private WebApplication Build(ApiOptions options, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(logs, _metrics));
        builder.Services.AddLogging();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Limits.StopGrace);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // Body counts for itself and answers in Kubernetes' form.
            kestrel.Listen(options.Listen, listen =>
            {
                listen.Use(next => connection => GreetAsync(next, connection));
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = options.Certificate,
                    ServerCertificateChain = [],
                });
            });
        });
        return builder.Build();
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
            _metrics.PeerFailed("MalformedGreeting");
        }
    }
}
