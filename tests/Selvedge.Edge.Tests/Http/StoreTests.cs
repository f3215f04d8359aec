using CsCheck;
using Selvedge.Core.Caching;
using Selvedge.Core.Purging;
using Selvedge.Core.Resources;
using Selvedge.Edge.Http;

namespace Selvedge.Edge.Tests.Http;

/// <summary>The store: bounds, eviction, purges against fetches under way.</summary>
public sealed class StoreTests
{
    private static readonly Gen<List<int>> Bodies = Gen.Int[1, 200_000].List[0, 12];
    private static readonly SiteId Site = new("default", "shop");

    [Fact]
    public void It_never_holds_more_than_it_may_and_keeps_what_is_used()
    {
        var store = new ObjectStore(20_000);
        var shelf = store.ShelfOf(Site);
        Store(store, Ticket(store, "http://a/hot"), 1000);
        for (var i = 0; i < 500; i++)
        {
            Store(store, Ticket(store, $"http://a/{i}"), 1000);
            Assert.NotNull(shelf.Find("http://a/hot", [], out _));
            Assert.True(store.Bytes <= 20_000);
        }

        Assert.True(store.Evictions > 400);
        Assert.Equal(store.Objects, shelf.Urls.Count);
        Assert.Equal(store.Objects, store.PurgeAll());
        Assert.Equal((0, 0), (store.Bytes, store.Objects));
        Assert.Empty(shelf.Urls);
        Assert.Empty(shelf.Tags);
    }

    [Fact]
    public void What_was_purged_while_it_was_fetched_is_not_stored()
    {
        // A model: each fetch remembers which purges came since it began. Steps are (what, url or tag).
        var steps = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[0, 2]).List[1, 60];
        steps.Sample(script =>
        {
            var store = new ObjectStore(1_000_000);
            var shelf = store.ShelfOf(Site);
            var open = new List<(FetchTicket Ticket, int Url, int Tag, HashSet<string> Purges)>();
            var held = new HashSet<(int Url, int Tag)>();
            foreach (var (what, url, tag) in script)
            {
                switch (what)
                {
                    case 0:
                        open.Add((Ticket(store, $"http://a/{url}"), url, tag, []));
                        break;
                    case 1 when open.Count > 0:
                        var (ticket, fetched, tagged, purges) = open[0];
                        open.RemoveAt(0);
                        var expected = !purges.Overlaps([$"u{fetched}", $"t{tagged}", "s"]);
                        Assert.Equal(expected, Store(store, ticket, 10, $"{tagged}"));
                        if (expected)
                        {
                            held.RemoveWhere(one => one.Url == fetched);
                            held.Add((fetched, tagged));
                        }

                        break;
                    case 2:
                        open.ForEach(one => one.Purges.Add($"u{url}"));
                        Assert.Equal(
                            held.RemoveWhere(one => one.Url == url),
                            store.Purge(new Purge(1, Site, PurgeKind.Url, $"http://a/{url}")));
                        break;
                    case 3:
                        open.ForEach(one => one.Purges.Add($"t{tag}"));
                        Assert.Equal(
                            held.RemoveWhere(one => one.Tag == tag),
                            store.Purge(new Purge(1, Site, PurgeKind.Tag, $"{tag}")));
                        break;
                    case 4 when url == 0:
                        open.ForEach(one => one.Purges.Add("s"));
                        Assert.Equal(held.Count, store.Purge(new Purge(1, Site, PurgeKind.Site, "")));
                        held.Clear();
                        break;
                    default:
                        break;
                }

                Assert.Equal(held.Count, store.Objects);
                Assert.Equal(
                    held.Select(one => $"http://a/{one.Url}").Order(StringComparer.Ordinal),
                    shelf.Urls.Keys.Order(StringComparer.Ordinal));
            }
        });
    }

    [Fact]
    public void Nobody_joins_a_fetch_that_began_before_a_purge()
    {
        foreach (var purge in new Purge[]
        {
            new(1, Site, PurgeKind.Url, "https://a/x"), new(1, Site, PurgeKind.Tag, "t"),
            new(1, Site, PurgeKind.Site, ""),
        })
        {
            var store = new ObjectStore(1000);
            var shelf = store.ShelfOf(Site);
            Assert.False(store.TryJoin(new FetchTicket(shelf, "http://a/x", "key", null), out _));
            Assert.True(store.TryJoin(new FetchTicket(shelf, "http://a/x", "key", null), out _));
            store.Purge(purge);
            Assert.False(store.TryJoin(new FetchTicket(shelf, "http://a/x", "key", null), out _));
        }
    }

    [Fact]
    public async Task A_purge_during_a_fetch_over_the_wire_leaves_nothing_behind()
    {
        var version = 1;
        var go = new TaskCompletionSource();
        await using var origin = new Origin(async (_, stream) =>
        {
            var said = Volatile.Read(ref version);
            await stream.SayAsync(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCache-Control: max-age=60\r\nSurrogate-Key: t\r\n\r\nv");
            await go.Task;
            await stream.SayAsync($"{said}");
        });
        await using var edge = await Edge.StartAsync(origin);
        var first = edge.TextAsync("/");
        await Eventually.Async(() => origin.Requests.Count == 1);
        Volatile.Write(ref version, 2);
        Assert.Equal(0, edge.Server.Purge(new Purge(1, Edge.Shop, PurgeKind.Tag, "t")));
        var second = edge.TextAsync("/");
        await Eventually.Async(() => origin.Requests.Count == 2);
        go.SetResult();
        Assert.Equal("v1", await first);
        Assert.Equal("v2", await second);
        Assert.Equal("v2", await edge.TextAsync("/"));
        Assert.Equal(2, origin.Requests.Count);
        var byUrl = new Purge(2, Edge.Shop, PurgeKind.Url, $"https://shop.test:{edge.HttpsPort}/");
        Assert.Equal(1, edge.Server.Purge(byUrl));
        Assert.Equal("v2", await edge.TextAsync("/"));
        Assert.Equal(3, origin.Requests.Count);
    }

    [Fact]
    public Task Every_reader_of_a_shared_body_gets_every_byte() =>
        Gen.Select(Bodies, Gen.Int[0, 12], Gen.Int[1, 4]).SampleAsync(async (sizes, stop, count) =>
        {
            var body = new SharedBody(null);
            var readers = Enumerable.Range(0, count).Select(_ => body.TryAttach()!).ToArray();
            var sums = readers.Select(reader => Task.Run(() => SumAsync(reader))).ToArray();
            long expected = 0;
            var value = 0;
            for (var i = 0; i < sizes.Count; i++)
            {
                if (i == stop)
                {
                    body.StopKeeping();
                    Assert.Null(body.TryAttach());
                }

                for (var left = sizes[i]; left > 0;)
                {
                    var room = body.Room();
                    var part = Math.Min(left, room.Length);
                    room.Span[..part].Fill((byte)(++value % 251));
                    expected += (long)part * (value % 251);
                    body.Advance(part);
                    left -= part;
                }

                Assert.True(body.Keeping || await body.WaitForReadersAsync());
            }

            body.Complete();
            Assert.All(await Task.WhenAll(sums), sum => Assert.Equal(expected, sum));
            if (body.Keeping)
            {
                Assert.Equal(sizes.Sum(), body.Pieces().Sum(piece => piece.Length));
            }
        }, iter: 100);

    private static async Task<long> SumAsync(BodyReader reader)
    {
        long sum = 0;
        while (await reader.ReadAsync(CancellationToken.None) is { IsEmpty: false } bytes)
        {
            foreach (var one in bytes.ToArray())
            {
                sum += one;
            }
        }

        return sum;
    }

    private static FetchTicket Ticket(ObjectStore store, string url)
    {
        var ticket = new FetchTicket(store.ShelfOf(Site), url, null, null);
        store.TryJoin(ticket, out _);
        return ticket;
    }

    private static bool Store(ObjectStore store, FetchTicket ticket, int bytes, string tag = "t")
    {
        var stored = store.Commit(ticket, new StoredObject
        {
            Url = ticket.Url,
            Shelf = ticket.Shelf,
            Fields = [],
            Facts = new ResponseFacts(),
            Variant = Variant.Of(new ResponseFacts(), []),
            Body = [new byte[bytes]],
            Tags = [tag],
            InitialAge = TimeSpan.Zero,
            Received = DateTimeOffset.UnixEpoch,
        }.Measured());
        store.End(ticket);
        return stored;
    }
}
