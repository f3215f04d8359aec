namespace Selvedge.Fabric.Bus;

/// <summary>How an operation on the bus ended. All operations are idempotent: after a failure, do it again.</summary>
/// <param name="Done">Whether the bus has it.</param>
/// <param name="Reason">One sentence where not; else empty.</param>
public readonly record struct BusResult(bool Done, string Reason)
{
    internal static BusResult Success { get; } = new(true, "");

    internal static BusResult Failure(string reason) => new(false, reason);
}
