using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Selvedge.Console.Tests.Feeds;

/// <summary>A strict stand-in for the API: lists and watches the collections over real HTTP, with one revision
/// counter, history, 410 Gone and a bearer token. It answers 400 to what a Kubernetes-style API would not be
/// asked.</summary>
internal sealed class StandInApi : IAsyncDisposable
{
    public const string Token = "stand-in";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (string Path, JsonObject Document)> _stored = new(StringComparer.Ordinal);
    private readonly List<(long Revision, string Path, string Line)> _history = [];
    private readonly ConcurrentDictionary<Channel<string>, string> _watchers = new();
    private long _revision = 100;
    private long _oldest;
    private WebApplication? _app;

    public ConcurrentQueue<string> Asked { get; } = new();

    public int Port { get; private set; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public string AcceptedToken { get; set; } = Token;

    /// <summary>Collections that are answered with a status, by path.</summary>
    public ConcurrentDictionary<string, int> Withheld { get; } = new(StringComparer.Ordinal);

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        Port = new Uri(_app.Urls.Single()).Port;
    }

    /// <summary>Stops listening and cuts every connection, as a killed control plane does.</summary>
    public async Task StopAsync()
    {
        foreach (var watcher in _watchers.Keys)
        {
            watcher.Writer.TryComplete();
        }

        await _app!.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _app = null;
    }

    public void EndWatches()
    {
        foreach (var watcher in _watchers.Keys)
        {
            watcher.Writer.TryComplete();
        }
    }

    /// <summary>Forgets the history, so that a watch from an older revision is answered with 410 Gone.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _history.Clear();
            _oldest = ++_revision;
        }
    }

    public void Put(string path, JsonObject document) => Change(path, document, removed: false);

    public void Remove(string path, JsonObject document) => Change(path, document, removed: true);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await StopAsync();
        }
    }

    private static string KeyOf(string path, JsonObject document) =>
        $"{path}|{document["metadata"]!["namespace"]}|{document["metadata"]!["name"]}";

    private void Change(string path, JsonObject document, bool removed)
    {
        lock (_lock)
        {
            var copy = document.DeepClone().AsObject();
            var revision = ++_revision;
            copy["metadata"]!["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
            var key = KeyOf(path, copy);
            var type = removed ? "DELETED" : _stored.ContainsKey(key) ? "MODIFIED" : "ADDED";
            if (removed)
            {
                _stored.Remove(key);
            }
            else
            {
                _stored[key] = (path, copy);
            }

            var line = new JsonObject { ["type"] = type, ["object"] = copy.DeepClone() }.ToJsonString();
            _history.Add((revision, path, line));
            foreach (var (watcher, watched) in _watchers)
            {
                if (watched == path)
                {
                    watcher.Writer.TryWrite(line);
                }
            }
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        Asked.Enqueue(request.Path + request.QueryString);
        if (request.Method != "GET")
        {
            response.StatusCode = 405;
        }
        else if (request.Path == "/version")
        {
            await response.WriteAsJsonAsync(new { gitVersion = "v1.33.0" });
        }
        else if (request.Headers.Authorization != $"Bearer {AcceptedToken}")
        {
            response.StatusCode = 401;
        }
        else if (Withheld.TryGetValue(request.Path.Value!, out var status))
        {
            response.StatusCode = status;
        }
        else if (request.Path.Value is not ("/apis/selvedge.dev/v1/sites" or "/apis/selvedge.dev/v1/locations"
            or "/apis/selvedge.dev/v1/nodes" or "/api/v1/events" or "/apis/selvedge.dev/v1/prefixes"
            or "/apis/selvedge.dev/v1/announcements" or "/apis/selvedge.dev/v1/bgppeers"
            or "/apis/selvedge.dev/v1/aggregates"))
        {
            response.StatusCode = 404;
        }
        else if (request.Query["watch"] == "true")
        {
            await WatchAsync(context, request.Path.Value);
        }
        else
        {
            await response.WriteAsync(List(request.Path.Value));
        }
    }

    private string List(string path)
    {
        lock (_lock)
        {
            return new JsonObject
            {
                ["kind"] = "List",
                ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_revision}" },
                ["items"] = new JsonArray(
                    [.. _stored.Values.Where(one => one.Path == path).Select(one => one.Document.DeepClone())]),
            }.ToJsonString();
        }
    }

    private async Task WatchAsync(HttpContext context, string path)
    {
        if (!long.TryParse(context.Request.Query["resourceVersion"], CultureInfo.InvariantCulture, out var from))
        {
            context.Response.StatusCode = 400;
            return;
        }

        var channel = Channel.CreateUnbounded<string>();
        lock (_lock)
        {
            if (from < _oldest)
            {
                channel.Writer.TryWrite(JsonSerializer.Serialize(new
                {
                    type = "ERROR",
                    @object = new { kind = "Status", code = 410, reason = "Expired", message = "too old" },
                }));
                channel.Writer.TryComplete();
            }

            foreach (var (_, _, line) in _history.Where(one => one.Revision > from && one.Path == path))
            {
                channel.Writer.TryWrite(line);
            }

            _watchers[channel] = path;
        }

        try
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await foreach (var line in channel.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(line + "\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }
}
