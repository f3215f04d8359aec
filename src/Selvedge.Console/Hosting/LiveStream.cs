using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Selvedge.Console.Feeds;

namespace Selvedge.Console.Hosting;

/// <summary>Sends an open page its regions, by Server-Sent Events, whenever they changed.</summary>
/// <param name="watch">The picture.</param>
/// <param name="renderer">Draws it.</param>
/// <param name="assets">Names the build.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveStream(NetworkWatch watch, PageRenderer renderer, AssetBundle assets, TimeProvider time)
{
    private int _open;

    /// <summary>Serves one page until it goes away or the console stops.</summary>
    public async Task ServeAsync(PageKind kind, HttpContext context, CancellationToken stopping)
    {
        if (Interlocked.Increment(ref _open) > Limits.LiveStreamsMax)
        {
            Interlocked.Decrement(ref _open);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync($"retry: 1000\nevent: hello\ndata: {assets.Build}\n\n", either.Token);
            await PumpAsync(kind, context.Response, either.Token);
        }
        catch (OperationCanceledException)
        {
            // The page went away, or the console stops: there is nobody to tell.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    // The whole region where its frame changed, else the parts that did.
    private static List<(string Id, string Html)> News(Fragment fragment, Dictionary<string, string> sent)
    {
        var whole = sent.GetValueOrDefault(fragment.Id) != fragment.Frame;
        sent[fragment.Id] = fragment.Frame;
        var news = new List<(string, string)>();
        if (whole)
        {
            news.Add((fragment.Id, fragment.Html));
        }

        foreach (var (id, html) in fragment.Parts)
        {
            if (!whole && sent.GetValueOrDefault(id) != html)
            {
                news.Add((id, html));
            }

            sent[id] = html;
        }

        return news;
    }

    private async Task PumpAsync(PageKind kind, HttpResponse response, CancellationToken cancellation)
    {
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            var changed = watch.Changed;
            foreach (var fragment in await renderer.FragmentsAsync(kind, watch.Current, cancellation))
            {
                foreach (var (id, html) in News(fragment, sent))
                {
                    var data = JsonSerializer.Serialize(new { id, html }, JsonSerializerOptions.Web);
                    await response.WriteAsync($"event: fragment\ndata: {data}\n\n", cancellation);
                }
            }

            // The beat lets the page tell a quiet network from a dead console.
            await response.WriteAsync("event: beat\ndata: 1\n\n", cancellation);
            await response.Body.FlushAsync(cancellation);
            await Task.WhenAll(
                Task.Delay(Limits.LiveInterval, time, cancellation),
                Task.WhenAny(changed, Task.Delay(Limits.Tick, time, cancellation)));
        }
    }
}
