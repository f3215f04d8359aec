using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Documents;

/// <summary>The store as the control plane's own loops use it: documents as their types, status written by
/// compare-and-swap so that no writer loses another's.</summary>
/// <remarks>The API does not go through here: it keeps every byte of what operators wrote.</remarks>
public sealed class DocumentStore(IResourceStore store)
{
    /// <summary>Writers that collide more often than this in a row are a bug, not bad luck.</summary>
    private const int AttemptsMax = 20;

    /// <summary>The store beneath.</summary>
    public IResourceStore Store { get; } = store;

    /// <summary>Every document of a resource, sorted by namespace and name.</summary>
    public async Task<ImmutableArray<T>> ListAsync<T>(string resource, CancellationToken cancellation)
    {
        var list = await Store.ListAsync(resource, null, cancellation);
        return [.. list.Items.Select(item => CoreJson.Read<T>(item.Document))];
    }

    /// <summary>One document, or null.</summary>
    public async Task<T?> GetAsync<T>(ResourceKey key, CancellationToken cancellation)
        where T : class
    {
        var stored = await Store.GetAsync(key, cancellation);
        return stored is null ? null : CoreJson.Read<T>(stored.Document);
    }

    /// <summary>Changes one document as it is now, again from the start if another writer was faster.</summary>
    /// <param name="key">Which document.</param>
    /// <param name="change">Changes the document in place; false: nothing to write.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The stored document, changed or not; null where there is none.</returns>
    public async Task<StoredResource?> UpdateAsync(
        ResourceKey key, Func<JsonObject, bool> change, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var stored = await Store.GetAsync(key, cancellation);
            if (stored is null)
            {
                return null;
            }

            var document = JsonObject.Create(stored.Document)!;
            if (!change(document))
            {
                return stored;
            }

            var result = await Store.PutAsync(key, document.ToElement(), stored.Revision, cancellation);
            if (result.Outcome != WriteOutcome.Conflict)
            {
                return result.Resource;
            }
        }

        throw new InvalidOperationException($"{key} changed {AttemptsMax} times while its update was being written.");
    }

    /// <summary>Replaces <c>status</c> where it differs from what is stored.</summary>
    public Task<StoredResource?> UpdateStatusAsync<T>(ResourceKey key, T status, CancellationToken cancellation)
    {
        var next = JsonTrees.ToTree(status);
        return UpdateAsync(
            key,
            document =>
            {
                if (JsonNode.DeepEquals(document["status"], next))
                {
                    return false;
                }

                document["status"] = next?.DeepClone();
                return true;
            },
            cancellation);
    }
}
