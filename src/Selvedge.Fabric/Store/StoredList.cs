namespace Selvedge.Fabric.Store;

/// <summary>Documents at one revision.</summary>
/// <param name="Revision">Of the whole store; a watch from here misses nothing.</param>
/// <param name="Items">Sorted by namespace and name.</param>
public sealed record StoredList(long Revision, IReadOnlyList<StoredResource> Items);
