namespace Selvedge.Fabric.Store;

/// <summary>The store failed, and nothing of the write was acknowledged. The message names the fix.</summary>
public sealed class StoreException(StoreFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public StoreFault Fault { get; } = fault;

    /// <summary>True: the same call can succeed later without a person repairing the file.</summary>
    public bool IsTransient => Fault is StoreFault.Full or StoreFault.Locked or StoreFault.Unreachable;
}
