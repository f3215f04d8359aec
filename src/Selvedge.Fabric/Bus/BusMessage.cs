namespace Selvedge.Fabric.Bus;

/// <summary>A key's new value, as control wrote it.</summary>
/// <param name="Key">Without the bucket, and for snapshots without the location.</param>
/// <param name="Bytes">The value.</param>
public readonly record struct BusMessage(string Key, ReadOnlyMemory<byte> Bytes);
