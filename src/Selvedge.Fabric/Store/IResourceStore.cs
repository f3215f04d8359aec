using System.Text.Json;
using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Store;

/// <summary>The truth: documents under one revision counter, with compare-and-swap and resumable watches. SQLite today,
/// PostgreSQL when outgrown; both pass the same contract tests.</summary>
/// <remarks>A write that returned is durable: no kill at any later moment loses it. Thread-safe.</remarks>
public interface IResourceStore : IAsyncDisposable
{
    /// <summary>The revision of the newest write; 0 for an empty store.</summary>
    ValueTask<long> RevisionAsync(CancellationToken cancellation);

    /// <summary>One document, or null.</summary>
    ValueTask<StoredResource?> GetAsync(ResourceKey key, CancellationToken cancellation);

    /// <summary>Every document of a resource, sorted by namespace and name, at one revision.</summary>
    /// <param name="resource">For example <c>sites.selvedge.dev</c>.</param>
    /// <param name="namespaceName">Null: of every namespace.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<StoredList> ListAsync(string resource, string? namespaceName, CancellationToken cancellation);

    /// <summary>Writes one document and gives it the next revision.</summary>
    /// <param name="key">Which document.</param>
    /// <param name="document">The whole document; the store writes <c>metadata.resourceVersion</c> into it.</param>
    /// <param name="expected">0: it must not exist yet. Else the revision it must have now.</param>
    /// <param name="cancellation">Ends the wait; the write may still have happened.</param>
    ValueTask<WriteResult> PutAsync(
        ResourceKey key, JsonElement document, long expected, CancellationToken cancellation);

    /// <summary>Removes one document; the removal takes a revision of its own.</summary>
    /// <param name="key">Which document.</param>
    /// <param name="expected">0: whatever revision it has. Else the revision it must have now.</param>
    /// <param name="cancellation">Ends the wait; the write may still have happened.</param>
    ValueTask<WriteResult> DeleteAsync(ResourceKey key, long expected, CancellationToken cancellation);

    /// <summary>Every change after a revision, in order and without gaps, then those to come, until
    /// cancelled.</summary>
    /// <param name="resource">For example <c>sites.selvedge.dev</c>; null: of every resource.</param>
    /// <param name="namespaceName">Null: of every namespace.</param>
    /// <param name="after">The revision already seen.</param>
    /// <param name="cancellation">Ends the watch.</param>
    /// <exception cref="RevisionGoneException">Changes after <paramref name="after"/> were compacted away; list
    /// again.</exception>
    IAsyncEnumerable<StoreEvent> WatchAsync(
        string? resource, string? namespaceName, long after, CancellationToken cancellation);

    /// <summary>Forgets the history up to a revision; present documents stay.</summary>
    ValueTask CompactAsync(long upTo, CancellationToken cancellation);
}
