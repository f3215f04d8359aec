using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Selvedge.Console.Feeds;
using Selvedge.Console.Hosting;

namespace Selvedge.Console;

/// <summary>The web console: reads the API, and serves live pages on its own HTTP endpoint. It needs no file beside
/// the assembly, and starts whether the API is there or not.</summary>
/// <param name="options">Where to listen, and what to read.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Where it logs.</param>
public sealed class ConsoleServer(ConsoleOptions options, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    private readonly AssetBundle _assets = new();

    private WebApplication? _app;

    private HttpClient? _client;

    private NetworkWatch? _watch;

    private PageRenderer? _renderer;

    private LiveStream? _live;

    private Task _reading = Task.CompletedTask;

    /// <summary>Where the pages are, once started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0/");

    /// <summary>Listens and begins to read the API. Call once.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is not loopback.</exception>
    /// <exception cref="IOException">The endpoint is taken.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (Guard.WhyNotListen(options.Listen) is { Length: > 0 } reason)
        {
            throw new InvalidOperationException(reason);
        }

        _client = ApiClient.Create(options);
        _watch = new NetworkWatch(_client, time, loggers.CreateLogger("Selvedge.Console"));
        _renderer = new PageRenderer(options, _assets, time, loggers);
        _live = new LiveStream(_watch, _renderer, _assets, time);
        _app = Build();
        await _app.StartAsync(cancellation);
        Address = new Uri(_app.Urls.Single() + "/");
        _reading = Task.Run(() => _watch.RunAsync(_stopping.Token), CancellationToken.None);
    }

    /// <summary>Ends the open pages' streams, stops reading and listening.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        if (_app is not null)
        {
            await _app.StopAsync(cancellation);
        }

        await _reading;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        if (_app is not null)
        {
            await _app.DisposeAsync();
            _app = null;
        }

        _client?.Dispose();
        _renderer?.Dispose();
        _stopping.Dispose();
    }

    // An empty builder: no settings files, environment or web root of wherever the process was started.
    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(options.Listen);
        });
        var app = builder.Build();
        app.Run(AnswerAsync);
        return app;
    }

    private static PageKind? PageAt(PathString path) =>
        path == "/" ? PageKind.Overview
        : path == "/network" ? PageKind.Network
        : null;

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        Guard.Protect(response.Headers);
        if (!Guard.IsOurHost(request.Host))
        {
            response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            await response.WriteAsync($"This console is {Address}; it does not answer to another name.\n");
        }
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
        }
        else if (PageAt(request.Path) is { } kind)
        {
            var page = await _renderer!.PageAsync(kind, _watch!.Current);
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            await response.WriteAsync(page, context.RequestAborted);
        }
        else if (request.Path == "/live" || request.Path == "/live/network")
        {
            var live = request.Path == "/live" ? PageKind.Overview : PageKind.Network;
            await _live!.ServeAsync(live, context, _stopping.Token);
        }
        else if (_assets.TryGet(request.Path, out var asset))
        {
            response.ContentType = asset.Type;
            response.ContentLength = asset.Content.Length;
            response.Headers.CacheControl = "public, max-age=31536000, immutable";
            await response.Body.WriteAsync(asset.Content, context.RequestAborted);
        }
        else
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            await response.WriteAsync("There is no such page.\n");
        }
    }
}
