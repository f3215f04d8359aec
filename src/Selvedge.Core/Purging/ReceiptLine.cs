namespace Selvedge.Core.Purging;

/// <summary>One node's answer.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Took">From the command's sending to the answer's arrival.</param>
/// <param name="Removed">How many objects it held.</param>
public sealed record ReceiptLine(string Node, TimeSpan Took, int Removed);
