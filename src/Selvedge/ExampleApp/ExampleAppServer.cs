using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Selvedge.ExampleApp;

/// <summary>A small web application for pods: a page, a JSON API that tells which instance answered, and a health
/// endpoint. On SIGTERM it finishes what it has begun.</summary>
/// <param name="settings">From its environment.</param>
/// <param name="time">The clock that it shows.</param>
internal sealed class ExampleAppServer(ExampleAppSettings settings, TimeProvider time)
{
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(10);

    private readonly long _started = time.GetTimestamp();
    private long _answered;

    /// <summary>Serves until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopWait);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Listen, listen => listen.Protocols = HttpProtocols.Http1);
        });
        await using var application = builder.Build();
        application.Run(AnswerAsync);
        await application.StartAsync(stop);
        System.Console.WriteLine($"edge-clock {settings.Version} listens on {settings.Listen}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            System.Console.WriteLine("stopping: what was begun is finished first");
        }

        await application.StopAsync(CancellationToken.None);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (path, response) = (context.Request.Path.Value, context.Response);
        response.Headers.CacheControl = "no-store";
        switch (path)
        {
            case "/":
                response.ContentType = "text/html; charset=utf-8";
                await response.WriteAsync(ExamplePage.Html, context.RequestAborted);
                break;
            case "/api/where":
                response.ContentType = "application/json";
                await response.WriteAsync(Where().ToJsonString(), context.RequestAborted);
                break;
            case "/healthz":
                response.StatusCode = IsReady() ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                await response.WriteAsync(IsReady() ? "ok\n" : "not ready\n", context.RequestAborted);
                return;
            default:
                response.StatusCode = StatusCodes.Status404NotFound;
                await response.WriteAsync("not found\n", context.RequestAborted);
                break;
        }

        System.Console.WriteLine($"{context.Request.Method} {path} {response.StatusCode}");
    }

    private bool IsReady() => !settings.NeverReady && time.GetElapsedTime(_started) >= settings.WarmUp;

    private JsonObject Where() => new()
    {
        ["location"] = settings.Location,
        ["pod"] = settings.Pod,
        ["node"] = settings.Node,
        ["version"] = settings.Version,
        ["greeting"] = settings.Greeting,
        ["answered"] = Interlocked.Increment(ref _answered),
        ["time"] = time.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
    };
}
