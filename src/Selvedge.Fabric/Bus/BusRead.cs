namespace Selvedge.Fabric.Bus;

/// <summary>The newest value of a key.</summary>
/// <param name="Outcome">Whether there is one.</param>
/// <param name="Bytes">The value where found; else empty.</param>
public readonly record struct BusRead(BusReadOutcome Outcome, ReadOnlyMemory<byte> Bytes);
