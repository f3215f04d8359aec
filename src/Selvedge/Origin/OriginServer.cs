using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Selvedge.Origin;

/// <summary>A small, honest origin over HTTP/1.1: the files of a directory, a health endpoint, metrics, a clock and
/// an echo. What it does not do: TLS, compression, directory listings, several ranges in one request.</summary>
/// <param name="listen">Where; port 0 takes a free one, see <see cref="Endpoint"/>.</param>
/// <param name="root">The site's directory.</param>
/// <param name="time">The clock of <c>/api/time</c> and of the durations in the log.</param>
/// <param name="loggers">The access log goes to the category <c>Selvedge.Origin.Access</c>.</param>
internal sealed class OriginServer(IPEndPoint listen, string root, TimeProvider time, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("Selvedge.Origin");
    private readonly ILogger _accessLogger = loggers.CreateLogger("Selvedge.Origin.Access");
    private readonly OriginMetrics _metrics = new();
    private readonly StaticFiles _files = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
    private WebApplication? _application;

    /// <summary>Where it listens, once started.</summary>
    public IPEndPoint Endpoint { get; private set; } = listen;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = OriginLimits.StopWait);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = OriginLimits.UploadBytesMax;
            options.Limits.MaxConcurrentConnections = OriginLimits.ConnectionsMax;
            options.Listen(Endpoint, listener => listener.Protocols = HttpProtocols.Http1);
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
        await _application.StartAsync(cancellation);
        var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Endpoint = IPEndPoint.Parse(new Uri(addresses.Addresses.First()).Authority);
        Log.Listening(_logger, Endpoint.ToString(), root);
    }

    /// <summary>Lets requests finish for <see cref="OriginLimits.StopWait"/>, then stops.</summary>
    public Task StopAsync(CancellationToken cancellation) =>
        _application?.StopAsync(cancellation) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        _metrics.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        var sent = 0L;
        try
        {
            sent = await RouteAsync(context);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            // Too large or cut short: the sender's fault, and said so.
            context.Response.StatusCode = error.StatusCode;
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The client went away; there is nobody to tell.
            context.Abort();
        }
        finally
        {
            var status = context.Response.StatusCode;
            _metrics.Add(status, sent);
            Log.Access(_accessLogger, context.Request.Method, context.Request.Path.Value ?? "", status, sent,
                time.GetElapsedTime(began).TotalMilliseconds, context.Request.Headers["X-Request-Id"].ToString());
        }
    }

    // Answers, and tells how many bytes of body went out.
    private Task<long> RouteAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/healthz" => TextAsync(context, "text/plain; charset=utf-8", "ok\n"),
        "/metrics" => TextAsync(context, "text/plain; version=0.0.4; charset=utf-8", _metrics.Text()),
        "/api/time" => TextAsync(context, "application/json", $"{{\"time\":\"{time.GetUtcNow():O}\"}}\n"),
        "/api/echo" => EchoAsync(context),
        _ => _files.AnswerAsync(context),
    };

    private static async Task<long> TextAsync(HttpContext context, string type, string text)
    {
        if (!StaticFiles.AllowsReading(context))
        {
            return 0;
        }

        var body = System.Text.Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        return await StaticFiles.SendAsync(context, body);
    }

    // Sends the body back once it has all come: HTTP/1.1 clients, .NET's among them, do not read while they send,
    // and would wait for ever for an echo that does not fit the buffers between. Always as bytes without a meaning,
    // so that nobody can have a page of theirs shown under the site's name.
    private static async Task<long> EchoAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsPost(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "POST";
            return 0;
        }

        request.EnableBuffering(OriginLimits.UploadMemoryBytes, OriginLimits.UploadBytesMax);
        await request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        request.Body.Position = 0;
        response.ContentType = "application/octet-stream";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = request.Body.Length;
        await request.Body.CopyToAsync(response.Body, context.RequestAborted);
        return request.Body.Length;
    }
}
