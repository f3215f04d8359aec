using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Store;

/// <summary>A write in the queue, and who waits for it.</summary>
/// <param name="key">Which document; null: the history is to be compacted up to <see cref="Revision"/>.</param>
/// <param name="document">The new document; null: a removal.</param>
/// <param name="revision">The expected revision, or that to compact up to.</param>
internal sealed class PendingWrite(ResourceKey? key, VersionedDocument? document, long revision)
{
    private readonly TaskCompletionSource<WriteResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What answers a compaction.</summary>
    public static readonly WriteResult Compacted = new(WriteOutcome.Written, null);

    public ResourceKey? Key { get; } = key;

    public VersionedDocument? Document { get; } = document;

    public long Revision { get; } = revision;

    /// <summary>Ends once the write is durable, or is known not to have happened.</summary>
    public Task<WriteResult> Done => _done.Task;

    public void Answer(WriteResult result) => _done.SetResult(result);

    public void Fail(Exception error) => _done.SetException(error);
}
