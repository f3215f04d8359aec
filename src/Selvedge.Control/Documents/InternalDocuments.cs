using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Documents;

/// <summary>What the control plane itself remembers in the store, beside operators' documents and under the same
/// promises. Not served by the API.</summary>
public sealed class InternalDocuments(IResourceStore store, Func<string> newId)
{
    private static readonly ResourceKey LineageKey = Key("lineage");

    /// <summary>The name of this store over all its life: another store's epochs begin anew.</summary>
    public async Task<string> LineageAsync(CancellationToken cancellation)
    {
        await WriteOnceAsync(LineageKey, new JsonObject { ["lineage"] = newId() }, cancellation);
        var stored = await store.GetAsync(LineageKey, cancellation);
        return stored!.Document.GetProperty("lineage").GetString()!;
    }

    /// <summary>One remembered value, or null.</summary>
    public async Task<T?> ReadAsync<T>(string name, CancellationToken cancellation)
        where T : class
    {
        var stored = await store.GetAsync(Key(name), cancellation);
        return stored is null ? null : CoreJson.Read<T>(stored.Document.GetProperty("value"));
    }

    /// <summary>Remembers a value; the last writer wins.</summary>
    /// <returns>The revision of the write.</returns>
    public async Task<long> WriteAsync<T>(string name, T value, CancellationToken cancellation)
    {
        var document = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["value"] = JsonTrees.ToTree(value),
        }.ToElement();
        while (true)
        {
            var present = await store.GetAsync(Key(name), cancellation);
            var result = await store.PutAsync(Key(name), document, present?.Revision ?? 0, cancellation);
            if (result.Outcome == WriteOutcome.Written)
            {
                return result.Resource!.Revision;
            }
        }
    }

    /// <summary>Forgets values.</summary>
    /// <param name="isGone">Which, by name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task RemoveAsync(Func<string, bool> isGone, CancellationToken cancellation)
    {
        var list = await store.ListAsync(Key("").Resource, null, cancellation);
        foreach (var item in list.Items.Where(item => isGone(item.Key.Name)))
        {
            await store.DeleteAsync(item.Key, item.Revision, cancellation);
        }
    }

    private async Task WriteOnceAsync(ResourceKey key, JsonObject document, CancellationToken cancellation)
    {
        document["metadata"] = new JsonObject { ["name"] = key.Name };
        await store.PutAsync(key, document.ToElement(), 0, cancellation);
    }

    private static ResourceKey Key(string name) => new("internal.selvedge.dev", "", name);
}
