namespace Selvedge.Fabric.Store;

/// <summary>The end of a write.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Resource">The document as it is now stored; for a removal, as it last was; null where not
/// found.</param>
public sealed record WriteResult(WriteOutcome Outcome, StoredResource? Resource);
