namespace Selvedge.Fabric.Store;

/// <summary>One change.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Resource">The document after it.</param>
public sealed record StoreEvent(StoreEventKind Kind, StoredResource Resource);
