using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Reading;
using Selvedge.Control.Api.Requests;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api;

/// <summary>One watch: a stream of JSON lines until its time is over, the client goes or the server stops.</summary>
internal sealed class WatchStream(
    IResourceStore store, TimeProvider time, Target target, ListOptions options, AnswerForm form)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    // Which documents the client holds, by what it was sent; null: unknown (a resumed watch with a selector).
    private readonly Dictionary<ResourceKey, bool> _selected = [];
    private bool _complete;
    private bool _columnsSent;
    private long _revision;

    /// <summary>Writes the stream.</summary>
    public async Task RunAsync(HttpContext context, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        await using var link = timeout.Token.Register(() => end.Cancel());
        context.Response.ContentType = "application/json;stream=watch";
        await context.Response.StartAsync(cancellation);
        await context.Response.Body.FlushAsync(cancellation);
        try
        {
            await BeginAsync(context, end.Token);
            await FollowAsync(context, end.Token);
        }
        catch (RevisionGoneException gone)
        {
            await WriteAsync(context, "ERROR", Refusals.Gone(
                FormattableString.Invariant($"too old resource version: {gone.Asked} ({gone.Oldest})")).Body,
                cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Its time is over: an orderly end, after which the client resumes.
        }
    }

    private async Task BeginAsync(HttpContext context, CancellationToken cancellation)
    {
        var space = target.Namespace.Length > 0 ? target.Namespace : null;
        var list = await store.ListAsync(target.Kind.Resource, space, cancellation);
        var initial = options.InitialEvents || options.Revision is null or 0;
        _revision = initial ? list.Revision : options.Revision!.Value;
        _complete = _revision == list.Revision;
        foreach (var item in list.Items)
        {
            var document = JsonObject.Create(item.Document)!;
            var matches = Matches(document);
            if (_complete)
            {
                _selected[item.Key] = matches;
            }

            if (initial && matches)
            {
                await WriteAsync(context, "ADDED", document, cancellation);
            }
        }

        if (options.InitialEvents && options.Bookmarks)
        {
            await BookmarkAsync(context, last: true, cancellation);
        }
    }

    private async Task FollowAsync(HttpContext context, CancellationToken cancellation)
    {
        var queue = Channel.CreateBounded<StoreEvent>(Limits.WatchQueueMax);
        using var pumping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pump = PumpAsync(queue.Writer, pumping.Token);
        try
        {
            while (true)
            {
                var more = queue.Reader.WaitToReadAsync(cancellation).AsTask();
                try
                {
                    if (!await more.WaitAsync(Limits.BookmarkInterval, time, cancellation))
                    {
                        break;
                    }
                }
                catch (TimeoutException)
                {
                    if (options.Bookmarks)
                    {
                        await BookmarkAsync(context, last: false, cancellation);
                    }

                    if (!await more)
                    {
                        break;
                    }
                }

                while (queue.Reader.TryRead(out var change))
                {
                    await SendAsync(context, change, cancellation);
                }
            }

            await pump;
        }
        finally
        {
            await pumping.CancelAsync();
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(ChannelWriter<StoreEvent> queue, CancellationToken cancellation)
    {
        try
        {
            var space = target.Namespace.Length > 0 ? target.Namespace : null;
            await foreach (var change in store.WatchAsync(target.Kind.Resource, space, _revision, cancellation))
            {
                await queue.WriteAsync(change, cancellation);
            }
        }
        finally
        {
            queue.TryComplete();
        }
    }

    private async Task SendAsync(HttpContext context, StoreEvent change, CancellationToken cancellation)
    {
        var document = JsonObject.Create(change.Resource.Document)!;
        var key = change.Resource.Key;
        var known = _selected.TryGetValue(key, out var was);
        var matches = change.Kind != StoreEventKind.Deleted && Matches(document);
        _revision = change.Resource.Revision;
        if (change.Kind == StoreEventKind.Deleted)
        {
            document["metadata"]!["resourceVersion"] = _revision.ToString(CultureInfo.InvariantCulture);
            _selected.Remove(key);
        }
        else
        {
            _selected[key] = matches;
        }

        var type = (change.Kind, matches, known ? was : (bool?)null) switch
        {
            (StoreEventKind.Deleted, _, false) => null,
            (StoreEventKind.Deleted, _, null) when !Matches(document) => null,
            (StoreEventKind.Deleted, _, _) => "DELETED",
            (StoreEventKind.Added, true, _) => "ADDED",
            (_, true, false) => "ADDED",
            (_, true, null) => _complete ? "ADDED" : "MODIFIED",
            (_, true, true) => "MODIFIED",
            (_, false, true) => "DELETED",
            // A resumed watch cannot know whether the client holds it; to be told of a stranger's end does no harm.
            (StoreEventKind.Modified, false, null) when !_complete && options.Fields.CouldMatch(document) => "DELETED",
            _ => null,
        };
        if (type is not null)
        {
            await WriteAsync(context, type, document, cancellation);
        }
    }

    private bool Matches(JsonObject document) => options.Labels.Matches(document) && options.Fields.Matches(document);

    private Task BookmarkAsync(HttpContext context, bool last, CancellationToken cancellation)
    {
        var metadata = new JsonObject { ["resourceVersion"] = _revision.ToString(CultureInfo.InvariantCulture) };
        if (last)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        return WriteAsync(
            context, "BOOKMARK",
            new JsonObject
            {
                ["kind"] = target.Kind.Kind,
                ["apiVersion"] = target.Kind.ApiVersion,
                ["metadata"] = metadata,
            },
            cancellation);
    }

    private async Task WriteAsync(
        HttpContext context, string type, JsonNode payload, CancellationToken cancellation)
    {
        var shaped = payload is not JsonObject document || type == "ERROR" ? payload.DeepClone() : form switch
        {
            AnswerForm.Table => Tables.Table(
                target.Kind, type == "BOOKMARK" ? [] : [document],
                new JsonObject { ["resourceVersion"] = document["metadata"]?["resourceVersion"]?.DeepClone() },
                options.IncludeObject, time.GetUtcNow(), !_columnsSent),
            AnswerForm.Metadata => Tables.Partial(document),
            _ => document.DeepClone(),
        };
        _columnsSent |= form == AnswerForm.Table && type != "ERROR";
        var line = JsonText.Write(new JsonObject { ["type"] = type, ["object"] = shaped });
        await context.Response.Body.WriteAsync(line, cancellation);
        await context.Response.Body.WriteAsync(LineEnd, cancellation);
        await context.Response.Body.FlushAsync(cancellation);
    }
}
