using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>A real store behind a <see cref="KillSwitch"/>; each write is a step.</summary>
internal sealed class KillableStore(IResourceStore store, KillSwitch kill) : IResourceStore
{
    public ValueTask<long> RevisionAsync(CancellationToken cancellation) => store.RevisionAsync(cancellation);

    public ValueTask<StoredResource?> GetAsync(ResourceKey key, CancellationToken cancellation)
    {
        kill.BeAlive();
        return store.GetAsync(key, cancellation);
    }

    public ValueTask<StoredList> ListAsync(
        string resource, string? namespaceName, CancellationToken cancellation) =>
        store.ListAsync(resource, namespaceName, cancellation);

    public async ValueTask<WriteResult> PutAsync(
        ResourceKey key, JsonElement document, long expected, CancellationToken cancellation)
    {
        kill.BeAlive();
        var result = await store.PutAsync(key, document, expected, CancellationToken.None);
        kill.Step();
        return result;
    }

    public async ValueTask<WriteResult> DeleteAsync(ResourceKey key, long expected, CancellationToken cancellation)
    {
        kill.BeAlive();
        var result = await store.DeleteAsync(key, expected, CancellationToken.None);
        kill.Step();
        return result;
    }

    public IAsyncEnumerable<StoreEvent> WatchAsync(
        string? resource, string? namespaceName, long after, CancellationToken cancellation) =>
        store.WatchAsync(resource, namespaceName, after, cancellation);

    public ValueTask CompactAsync(long upTo, CancellationToken cancellation) => store.CompactAsync(upTo, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
