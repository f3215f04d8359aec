namespace Selvedge.Fabric.Bus;

/// <summary>How a read of a key ended.</summary>
public enum BusReadOutcome
{
    /// <summary>There is a value.</summary>
    Found,

    /// <summary>The bucket has no such key.</summary>
    Absent,

    /// <summary>Not connected, no bucket, no answer in time or not permitted: nothing is known.</summary>
    Failed,
}
