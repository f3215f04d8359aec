namespace Selvedge.Fabric.Store;

/// <summary>What happened to a document.</summary>
public enum StoreEventKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It changed.</summary>
    Modified,

    /// <summary>It is gone; the event carries its last content with the removal's revision.</summary>
    Deleted,
}
