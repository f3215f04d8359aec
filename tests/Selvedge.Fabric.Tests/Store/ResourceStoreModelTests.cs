using CsCheck;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Fabric.Tests.Store;

/// <summary>Random operations against a dictionary that does the same.</summary>
public sealed class ResourceStoreModelTests
{
    private enum Kind
    {
        Put,
        PutStale,
        Delete,
        DeleteAny,
        DeleteStale,
        Compact,
        Reopen,
    }

    private static readonly Gen<Step[]> Steps = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Kind.Put)),
            (2, Gen.Const(Kind.PutStale)),
            (3, Gen.Const(Kind.Delete)),
            (1, Gen.Const(Kind.DeleteAny)),
            (1, Gen.Const(Kind.DeleteStale)),
            (1, Gen.Const(Kind.Compact)),
            (1, Gen.Const(Kind.Reopen))),
        Gen.Int[0, 5],
        Gen.String[0, 40]).Select((kind, name, value) => new Step(kind, name, value)).Array[1, 60];

    [Fact]
    public Task Any_sequence_of_operations_does_what_the_model_does() =>
        Steps.SampleAsync(RunAsync, iter: 60, threads: 1);

    private static async Task RunAsync(Step[] steps)
    {
        using var folder = new TemporaryFolder();
        var store = await OpenAsync(folder);
        try
        {
            var model = new Model();
            foreach (var step in steps)
            {
                var key = new ResourceKey(step.Name % 2 == 0 ? "even" : "odd", $"s{step.Name % 3}", $"n{step.Name}");
                switch (step.Kind)
                {
                    case Kind.Put or Kind.PutStale:
                        var expected = model.RevisionOf(key) + (step.Kind == Kind.PutStale ? 1 : 0);
                        var put = await store.PutAsync(
                            key, Documents.Of(step.Value), expected, CancellationToken.None);
                        Assert.Equal(model.Put(key, step.Value, expected), put.Outcome);
                        break;
                    case Kind.Compact:
                        await store.CompactAsync(model.Compact(step.Value.Length), CancellationToken.None);
                        break;
                    case Kind.Reopen:
                        await store.DisposeAsync();
                        store = await OpenAsync(folder);
                        break;
                    default:
                        var known = step.Kind == Kind.DeleteAny ? 0 : model.RevisionOf(key);
                        known += step.Kind == Kind.DeleteStale ? 1 : 0;
                        var delete = await store.DeleteAsync(key, known, CancellationToken.None);
                        Assert.Equal(model.Delete(key, known), delete.Outcome);
                        break;
                }

                Assert.Equal(model.Revision, await store.RevisionAsync(CancellationToken.None));
            }

            await model.CheckAsync(store);
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    private static Task<SqliteResourceStore> OpenAsync(TemporaryFolder folder) =>
        SqliteResourceStore.OpenAsync(folder.File("store.db"), TimeProvider.System);

    private sealed record Step(Kind Kind, int Name, string Value);

    private sealed class Model
    {
        private readonly Dictionary<ResourceKey, (long Revision, string Value)> _present = [];
        private readonly List<string> _history = [];
        private long _compacted;

        public long Revision => _history.Count;

        public long RevisionOf(ResourceKey key) => _present.TryGetValue(key, out var now) ? now.Revision : 0;

        public WriteOutcome Put(ResourceKey key, string value, long expected)
        {
            var now = RevisionOf(key);
            if (now != expected)
            {
                return now == 0 ? WriteOutcome.NotFound : WriteOutcome.Conflict;
            }

            _history.Add(Line(now == 0 ? StoreEventKind.Added : StoreEventKind.Modified, key, value));
            _present[key] = (Revision, value);
            return WriteOutcome.Written;
        }

        public WriteOutcome Delete(ResourceKey key, long expected)
        {
            if (!_present.TryGetValue(key, out var now))
            {
                return WriteOutcome.NotFound;
            }

            if (expected != 0 && expected != now.Revision)
            {
                return WriteOutcome.Conflict;
            }

            _history.Add(Line(StoreEventKind.Deleted, key, now.Value));
            _present.Remove(key);
            return WriteOutcome.Written;
        }

        public long Compact(int upTo)
        {
            _compacted = Math.Max(_compacted, Math.Min(upTo, Revision));
            return upTo;
        }

        public async Task CheckAsync(SqliteResourceStore store)
        {
            foreach (var group in _present.GroupBy(entry => entry.Key.Resource))
            {
                var list = await store.ListAsync(group.Key, null, CancellationToken.None);
                Assert.Equal(Revision, list.Revision);
                Assert.Equal(
                    group.OrderBy(e => e.Key.Namespace, StringComparer.Ordinal)
                        .ThenBy(e => e.Key.Name, StringComparer.Ordinal)
                        .Select(e => $"{e.Key} {e.Value.Revision} {e.Value.Value}"),
                    list.Items.Select(i => $"{i.Key} {i.Revision} {Documents.Value(i.Document)}"));
            }

            for (var after = _compacted; after < Revision; after++)
            {
                var seen = new List<string>();
                await foreach (var change in store.WatchAsync(null, null, after, CancellationToken.None))
                {
                    var found = change.Resource;
                    Assert.Equal(after + seen.Count + 1, found.Revision);
                    seen.Add(Line(change.Kind, found.Key, Documents.Value(found.Document)!));
                    if (found.Revision == Revision)
                    {
                        break;
                    }
                }

                Assert.Equal(_history.Skip((int)after), seen);
            }
        }

        private static string Line(StoreEventKind kind, ResourceKey key, string value) => $"{kind} {key} {value}";
    }
}
