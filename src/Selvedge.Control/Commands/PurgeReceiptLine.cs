namespace Selvedge.Control.Commands;

/// <summary>One node's answer.</summary>
/// <param name="Node">Its name.</param>
/// <param name="TookMilliseconds">From sending to the answer.</param>
/// <param name="Removed">How many objects it held.</param>
public sealed record PurgeReceiptLine(string Node, double TookMilliseconds, int Removed);
