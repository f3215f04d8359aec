namespace Selvedge.Fabric.Bus;

/// <summary>A node's acknowledgement: every purge up to the sequence is applied.</summary>
/// <param name="Sequence">At least that of the purge that was asked for.</param>
/// <param name="Removed">How many objects that purge removed.</param>
public sealed record PurgeDone(long Sequence, int Removed);
