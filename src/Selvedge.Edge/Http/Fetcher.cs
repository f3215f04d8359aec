using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Caching;
using Selvedge.Wire.Http;

namespace Selvedge.Edge.Http;

/// <summary>Fetches responses for the cache: once for everyone who waits for the same.</summary>
internal sealed class Fetcher(
    ObjectStore store, HttpServerOptions options, HttpMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Joins a fetch under way or begins one.</summary>
    /// <param name="call">The request.</param>
    /// <param name="stale">What is to be validated; null: nothing.</param>
    /// <param name="shared">Whether others may wait for it, and it for others.</param>
    /// <param name="leads">Whether it began.</param>
    public Fetch Begin(Call call, StoredObject? stale, bool shared, out bool leads)
    {
        var shelf = call.Route.Shelf;
        var joinKey = shared && !shelf.Passes(call.Url, time.GetUtcNow())
            ? $"{call.Url} {call.Exchange.Fields.Combined(AcceptEncoding.Name)}"
            : null;
        var ticket = new FetchTicket(shelf, call.Url, joinKey, new Fetch());
        leads = !store.TryJoin(ticket, out var joined);
        if (leads)
        {
            _ = RunAsync(call, stale, ticket);
        }

        return joined.Fetch!;
    }

    private async Task RunAsync(Call call, StoredObject? stale, FetchTicket ticket)
    {
        // Off the request's own path at once: the request only waits like every other one.
        await Task.Yield();
        var fetch = ticket.Fetch!;
        try
        {
            await FetchAsync(call, stale, ticket, fetch);
        }
        catch (Exception error)
        {
            Log.FetchFailed(logger, error, call.Url);
            store.Close(ticket);
            fetch.Set(new FetchOutcome.Failed(UpstreamError.ResponseInvalid));
        }
        finally
        {
            store.End(ticket);
        }
    }

    private async Task FetchAsync(Call call, StoredObject? stale, FetchTicket ticket, Fetch fetch)
    {
        var fields = new FieldList(call.Forwarded);
        Validation.Unconditional(fields);
        if (stale is not null)
        {
            Validation.Ask(fields, stale.Fields);
        }

        var requested = time.GetUtcNow();
        var started = time.GetTimestamp();
        var result = await call.Route.Upstream.SendAsync(
            Requests.To(call.Route, "GET", call, fields, body: null), CancellationToken.None);
        fetch.OriginTime = time.GetElapsedTime(started);
        if (result.Response is not { } response)
        {
            metrics.UpstreamFailed(call.Record.Site, result.Error);
            store.Close(ticket);
            fetch.Set(new FetchOutcome.Failed(result.Error));
            return;
        }

        fetch.OriginStatus = response.Status;
        var received = time.GetUtcNow();
        var facts = FactsReader.Response(response.Status, response.Fields, received);
        if (response.Status == 304)
        {
            using (response)
            {
                fetch.Set(stale is not null && Validation.Concerns(stale.Facts, facts)
                    ? Freshen(call, stale, ticket, response, requested, received)
                    : new FetchOutcome.Failed(UpstreamError.ResponseInvalid));
            }

            return;
        }

        var verdict = Storing.Decide(
            call.Facts with { Method = "GET" }, facts, call.Route.Section.Cache, call.Rule);
        var reserve = response.Length ?? 0;
        if (verdict != StoreVerdict.Store || !response.Delimited || response.Length > options.ObjectBytesMax
            || !store.TryReserve(reserve))
        {
            if (stale is not null && !Reuse.IsError(response.Status))
            {
                store.Remove(stale);
            }

            store.Close(ticket);
            call.Route.Shelf.MarkPass(call.Url, received + Limits.PassMark);
            fetch.Set(new FetchOutcome.Private(response, facts, received));
            return;
        }

        using (response)
        {
            call.Route.Shelf.ClearPass(call.Url);
            var head = Head(call, response.Fields, facts, [], requested, received);
            await PumpAsync(head, response, ticket, fetch, reserve);
        }
    }

    private FetchOutcome.NotModified Freshen(
        Call call, StoredObject stale, FetchTicket ticket, UpstreamResponse response, DateTimeOffset requested,
        DateTimeOffset received)
    {
        var fields = Validation.Merge(stale.Fields, response.Fields);
        var facts = FactsReader.Response(stale.Facts.Status, fields, received);
        var fresh = Head(call, fields, facts, stale.Body, requested, received);
        var keep = Storing.Decide(call.Facts with { Method = "GET" }, facts, call.Route.Section.Cache, call.Rule)
            == StoreVerdict.Store;
        if (!keep)
        {
            store.Remove(stale);
        }

        return new FetchOutcome.NotModified(fresh, keep && store.Commit(ticket, fresh));
    }

    private async Task PumpAsync(
        StoredObject head, UpstreamResponse response, FetchTicket ticket, Fetch fetch, long reserved)
    {
        var body = new SharedBody(response.Length);
        fetch.Set(new FetchOutcome.Shared(head, response.Length, body, body.TryAttach()!));
        try
        {
            int count;
            while ((count = await response.ReadAsync(body.Room())) > 0)
            {
                body.Advance(count);
                if (response.Length is null && body.Keeping)
                {
                    reserved += count;
                    if (!store.TryReserve(count))
                    {
                        reserved -= count;
                        StopKeeping(body, ticket);
                    }
                    else if (body.Length > options.ObjectBytesMax)
                    {
                        StopKeeping(body, ticket);
                    }
                }

                if (!body.Keeping && !await body.WaitForReadersAsync())
                {
                    return;
                }
            }

            if (body.Keeping)
            {
                store.Commit(ticket, With(head, [.. body.Pieces()]));
            }

            body.Complete();
        }
        catch (UpstreamBodyException error)
        {
            metrics.UpstreamFailed(ticket.Shelf.Site.ToString(), error.Error);

            // First, so that who comes after the failure tries anew.
            store.Close(ticket);
            body.Fail(error);
        }
        finally
        {
            store.Release(reserved);
        }
    }

    private void StopKeeping(SharedBody body, FetchTicket ticket)
    {
        store.Close(ticket);
        body.StopKeeping();
    }

    private static StoredObject Head(
        Call call, FieldList fields, ResponseFacts facts, ImmutableArray<ReadOnlyMemory<byte>> body,
        DateTimeOffset requested, DateTimeOffset received) => new StoredObject
        {
            Url = call.Url,
            Shelf = call.Route.Shelf,
            Fields = fields,
            Facts = facts,
            Variant = Variant.Of(facts, call.Exchange.Fields),
            Body = body,
            Tags = Storing.Tags(fields, call.Rule, Limits.TagsMax),
            InitialAge = Freshness.InitialAge(facts, requested, received),
            Received = received,
        }.Measured();

    private static StoredObject With(StoredObject head, ImmutableArray<ReadOnlyMemory<byte>> body) => new StoredObject
    {
        Url = head.Url,
        Shelf = head.Shelf,
        Fields = head.Fields,
        Facts = head.Facts,
        Variant = head.Variant,
        Body = body,
        Tags = head.Tags,
        InitialAge = head.InitialAge,
        Received = head.Received,
    }.Measured();
}
