using System.Globalization;
using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Fabric.Tests.Store;

/// <summary>What every store must do. One derived class for each store.</summary>
public abstract class ResourceStoreContract
{
    private protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens an empty store of its own.</summary>
    protected abstract Task<IResourceStore> OpenAsync();

    [Fact]
    public async Task An_empty_store_has_revision_0_and_no_documents()
    {
        await using var store = await OpenAsync();

        Assert.Equal(0, await store.RevisionAsync(Cancellation));
        Assert.Null(await store.GetAsync(Documents.Site("a"), Cancellation));
        var list = await store.ListAsync(ResourceNames.Sites, null, Cancellation);
        Assert.Equal(0, list.Revision);
        Assert.Empty(list.Items);
    }

    [Fact]
    public async Task A_document_comes_back_with_its_revision_as_resourceVersion_and_otherwise_as_it_was()
    {
        await using var store = await OpenAsync();
        var text = """
            {"apiVersion":"selvedge.dev/v1","metadata":{"name":"ü<&>'","resourceVersion":"777","labels":{"a":"b"}},
             "spec":{"big":12345678901234567890.123456789,"nested":[{"resourceVersion":"kept"},null,true,""]},
             "status":{"metadata":{"resourceVersion":"kept"}}}
            """;
        await store.PutAsync(Documents.Site("first"), Documents.Of("1"), 0, Cancellation);

        var result = await store.PutAsync(Documents.Site("a"), JsonElement.Parse(text), 0, Cancellation);

        Assert.Equal(WriteOutcome.Written, result.Outcome);
        Assert.Equal(2, result.Resource!.Revision);
        var stored = await store.GetAsync(Documents.Site("a"), Cancellation);
        var wanted = JsonElement.Parse(text.Replace("777", "2", StringComparison.Ordinal));
        Assert.True(JsonElement.DeepEquals(wanted, stored!.Document), stored.Document.GetRawText());
        Assert.True(JsonElement.DeepEquals(wanted, result.Resource.Document));
        Assert.Contains("12345678901234567890.123456789", stored.Document.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_without_metadata_gets_some()
    {
        await using var store = await OpenAsync();
        var result = await store.PutAsync(Documents.Site("a"), JsonElement.Parse("{}"), 0, Cancellation);
        Assert.Equal("""{"metadata":{"resourceVersion":"1"}}""", result.Resource!.Document.GetRawText());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("""{"metadata":1}""")]
    [InlineData("""{"metadata":{},"metadata":{}}""")]
    public async Task What_is_no_document_is_refused_and_takes_no_revision(string json)
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await store.PutAsync(Documents.Site("a"), JsonElement.Parse(json), 0, Cancellation));
        Assert.Equal(0, await store.RevisionAsync(Cancellation));
    }

    [Fact]
    public async Task A_document_over_the_limit_is_refused()
    {
        await using var store = await OpenAsync();
        var large = Documents.Of(new string('x', StoreLimits.DocumentBytesMax));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await store.PutAsync(Documents.Site("a"), large, 0, Cancellation));
    }

    [Fact]
    public async Task Writes_compare_and_swap()
    {
        await using var store = await OpenAsync();
        var key = Documents.Site("a");

        var absent = await store.PutAsync(key, Documents.Of("0"), 5, Cancellation);
        Assert.Equal(WriteOutcome.NotFound, absent.Outcome);
        Assert.Null(absent.Resource);

        await store.PutAsync(key, Documents.Of("1"), 0, Cancellation);
        var exists = await store.PutAsync(key, Documents.Of("2"), 0, Cancellation);
        Assert.Equal(WriteOutcome.Conflict, exists.Outcome);
        Assert.Equal("1", Documents.Value(exists.Resource!.Document));

        var stale = await store.PutAsync(key, Documents.Of("2"), 7, Cancellation);
        Assert.Equal(WriteOutcome.Conflict, stale.Outcome);
        Assert.Equal(1, stale.Resource!.Revision);

        var fresh = await store.PutAsync(key, Documents.Of("2"), 1, Cancellation);
        Assert.Equal(WriteOutcome.Written, fresh.Outcome);
        Assert.Equal(2, fresh.Resource!.Revision);
        Assert.Equal(2, await store.RevisionAsync(Cancellation));
    }

    [Fact]
    public async Task A_removal_takes_a_revision_and_gives_the_last_content()
    {
        await using var store = await OpenAsync();
        var key = Documents.Site("a");
        Assert.Equal(WriteOutcome.NotFound, (await store.DeleteAsync(key, 0, Cancellation)).Outcome);
        await store.PutAsync(key, Documents.Of("last"), 0, Cancellation);

        Assert.Equal(WriteOutcome.Conflict, (await store.DeleteAsync(key, 9, Cancellation)).Outcome);
        var gone = await store.DeleteAsync(key, 1, Cancellation);

        Assert.Equal(WriteOutcome.Written, gone.Outcome);
        Assert.Equal("last", Documents.Value(gone.Resource!.Document));
        Assert.Equal(2, gone.Resource.Revision);
        Assert.Equal("2", Documents.Version(gone.Resource.Document));
        Assert.Null(await store.GetAsync(key, Cancellation));
        Assert.Equal(3, (await store.PutAsync(key, Documents.Of("again"), 0, Cancellation)).Resource!.Revision);
    }

    [Fact]
    public async Task Lists_are_sorted_and_of_one_namespace_or_all()
    {
        await using var store = await OpenAsync();
        foreach (var (space, name) in new[] { ("b", "x"), ("a", "z"), ("a", "B"), ("a", "a") })
        {
            await store.PutAsync(Documents.Site(name, space), Documents.Of(name), 0, Cancellation);
        }

        await store.PutAsync(new ResourceKey(ResourceNames.Zones, "a", "n"), Documents.Of("n"), 0, Cancellation);

        var all = await store.ListAsync(ResourceNames.Sites, null, Cancellation);
        Assert.Equal(5, all.Revision);
        Assert.Equal(["a/B", "a/a", "a/z", "b/x"], all.Items.Select(i => $"{i.Key.Namespace}/{i.Key.Name}"));
        var one = await store.ListAsync(ResourceNames.Sites, "b", Cancellation);
        Assert.Equal("x", Assert.Single(one.Items).Key.Name);
    }

    [Fact]
    public async Task A_watch_resumes_from_any_revision_with_exactly_the_rest_and_then_goes_live()
    {
        await using var store = await OpenAsync();
        await WriteMixAsync(store, 150);
        var all = await TakeAsync(store, null, null, 0, 150);
        Assert.Equal(Enumerable.Range(1, 150), all.Select(e => (int)e.Resource.Revision));
        Assert.All(all, e => Assert.Equal(
            e.Resource.Revision.ToString(CultureInfo.InvariantCulture), Documents.Version(e.Resource.Document)));
        Assert.Equal(3, all.Select(e => e.Kind).Distinct().Count());

        for (var after = 0; after <= 150; after++)
        {
            Assert.Equal(
                all.Skip(after).Select(Line), (await TakeAsync(store, null, null, after, 150 - after)).Select(Line));
        }

        await using var live = store.WatchAsync(null, null, 150, Cancellation).GetAsyncEnumerator(Cancellation);
        var next = live.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await store.PutAsync(Documents.Site("live"), Documents.Of("l"), 0, Cancellation);
        Assert.True(await next.AsTask().WaitAsync(Deadline, Cancellation));
        Assert.Equal(151, live.Current.Resource.Revision);
    }

    [Fact]
    public async Task A_watch_of_one_resource_and_namespace_sees_only_those()
    {
        await using var store = await OpenAsync();
        await WriteMixAsync(store, 150);
        var all = await TakeAsync(store, null, null, 0, 150);

        var zones = all.Where(e => e.Resource.Key.Resource == ResourceNames.Zones).Select(Line).ToList();
        Assert.Equal(zones, (await TakeAsync(store, ResourceNames.Zones, null, 0, zones.Count)).Select(Line));
        var some = all.Where(e => e.Resource.Key is { Resource: ResourceNames.Sites, Namespace: "s1" }).Select(Line);
        Assert.Equal(
            some, (await TakeAsync(store, ResourceNames.Sites, "s1", 0, some.Count())).Select(Line));
    }

    [Fact]
    public async Task Many_watchers_of_many_paces_see_the_same_events_while_writers_run()
    {
        const int Writes = 3_000;
        await using var store = await OpenAsync();
        using var slowGate = new SemaphoreSlim(0);
        var watchers = Enumerable.Range(0, 8).Select(async index =>
        {
            var seen = new List<string>();
            await foreach (var change in store.WatchAsync(null, null, 0, Cancellation))
            {
                seen.Add(Line(change));
                if (index == 0 && seen.Count == 1)
                {
                    await slowGate.WaitAsync(Deadline, Cancellation);
                }

                if (change.Resource.Revision == Writes)
                {
                    break;
                }
            }

            return seen;
        }).ToList();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(async writer =>
        {
            for (var i = 0; i < Writes / 10; i++)
            {
                var result = await store.PutAsync(
                    Documents.Site($"w{writer}-{i}"), Documents.Of($"{i}"), 0, Cancellation);
                Assert.Equal(WriteOutcome.Written, result.Outcome);
            }
        })).WaitAsync(Deadline * 2, Cancellation);
        slowGate.Release();

        var all = await Task.WhenAll(watchers).WaitAsync(Deadline, Cancellation);
        Assert.Equal(Writes, all[0].Distinct().Count());
        Assert.All(all, seen => Assert.Equal(all[1], seen));
    }

    [Fact]
    public async Task Concurrent_writers_of_one_document_lose_no_update()
    {
        await using var store = await OpenAsync();
        var key = Documents.Site("counter");
        await store.PutAsync(key, Documents.Of("0"), 0, Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 25;)
            {
                var now = await store.GetAsync(key, Cancellation);
                var next = int.Parse(Documents.Value(now!.Document)!, CultureInfo.InvariantCulture) + 1;
                var result = await store.PutAsync(key, Documents.Of($"{next}"), now.Revision, Cancellation);
                done += result.Outcome == WriteOutcome.Written ? 1 : 0;
            }
        })));

        Assert.Equal("200", Documents.Value((await store.GetAsync(key, Cancellation))!.Document));
        Assert.Equal(201, await store.RevisionAsync(Cancellation));
    }

    [Fact]
    public async Task Compacted_history_is_gone_and_documents_stay()
    {
        await using var store = await OpenAsync();
        await WriteMixAsync(store, 100);
        var before = await store.ListAsync(ResourceNames.Sites, null, Cancellation);

        await store.CompactAsync(60, Cancellation);

        var gone = await Assert.ThrowsAsync<RevisionGoneException>(() => TakeAsync(store, null, null, 59, 1));
        Assert.Equal((59, 60), (gone.Asked, gone.Oldest));
        Assert.Equal(61, (await TakeAsync(store, null, null, 60, 40))[0].Resource.Revision);
        var after = await store.ListAsync(ResourceNames.Sites, null, Cancellation);
        Assert.Equal(before.Items.Select(i => i.ToString()), after.Items.Select(i => i.ToString()));

        await store.CompactAsync(1_000_000, Cancellation);
        Assert.Equal(100, await store.RevisionAsync(Cancellation));
        await store.PutAsync(Documents.Site("next"), Documents.Of("n"), 0, Cancellation);
        Assert.Equal(101, (await TakeAsync(store, null, null, 100, 1))[0].Resource.Revision);
    }

    [Fact]
    public async Task A_revision_of_the_future_is_refused_so_that_clients_of_a_reset_store_list_again()
    {
        await using var store = await OpenAsync();
        await WriteMixAsync(store, 10);
        await Assert.ThrowsAsync<RevisionGoneException>(() => TakeAsync(store, null, null, 11, 1));
    }

    [Fact]
    public async Task A_watch_ends_when_cancelled()
    {
        await using var store = await OpenAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var watch = store.WatchAsync(null, null, 0, cancel.Token).GetAsyncEnumerator(Cancellation);
        var next = watch.MoveNextAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task A_closed_store_refuses_and_its_watches_end()
    {
        var store = await OpenAsync();
        await using var watch = store.WatchAsync(null, null, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        var next = watch.MoveNextAsync().AsTask();
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => next.WaitAsync(Deadline, Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
            await store.PutAsync(Documents.Site("a"), Documents.Of("1"), 0, Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
            await store.GetAsync(Documents.Site("a"), Cancellation));
    }

    private protected static async Task<List<StoreEvent>> TakeAsync(
        IResourceStore store, string? resource, string? space, long after, int count)
    {
        var events = new List<StoreEvent>();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(Deadline);
        if (count == 0)
        {
            return events;
        }

        await foreach (var change in store.WatchAsync(resource, space, after, deadline.Token))
        {
            events.Add(change);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }

    private protected static string Line(StoreEvent change) =>
        $"{change.Resource.Revision} {change.Kind} {change.Resource.Key} {change.Resource.Document.GetRawText()}";

    /// <summary>Writes some of everything: additions, changes and removals over resources and namespaces.</summary>
    private protected static async Task WriteMixAsync(IResourceStore store, int count)
    {
        var present = new Dictionary<ResourceKey, long>();
        for (var i = 0; i < count; i++)
        {
            var resource = i % 3 == 0 ? ResourceNames.Zones : ResourceNames.Sites;
            var key = new ResourceKey(resource, $"s{i % 2}", $"n{i % 7}");
            var result = present.TryGetValue(key, out var revision) && i % 5 == 0
                ? await store.DeleteAsync(key, revision, Cancellation)
                : await store.PutAsync(key, Documents.Of($"{i}"), revision, Cancellation);
            Assert.Equal(WriteOutcome.Written, result.Outcome);
            if (!present.Remove(key) || i % 5 != 0)
            {
                present[key] = result.Resource!.Revision;
            }
        }
    }
}
