using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Selvedge.Fabric.Telemetry;

namespace Selvedge.Processes;

/// <summary><c>/metrics</c> and <c>/healthz</c> of a process that serves nothing else for operators.</summary>
internal sealed class MetricsServer(IPEndPoint listen, PrometheusExposition metrics, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>Listens.</summary>
    public Task StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
        return _app.StartAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/metrics":
                context.Response.ContentType = PrometheusExposition.ContentType;
                return context.Response.WriteAsync(metrics.Render(), context.RequestAborted);
            case "/healthz":
                return context.Response.WriteAsync("ok\n", context.RequestAborted);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }
}
