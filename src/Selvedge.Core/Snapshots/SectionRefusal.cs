namespace Selvedge.Core.Snapshots;

/// <summary>A section that a node could not use. The last good one stays in force.</summary>
/// <param name="Key">The section's key.</param>
/// <param name="Hash">Of the refused bytes.</param>
/// <param name="Reason">One sentence for the operator.</param>
public sealed record SectionRefusal(string Key, string Hash, string Reason);
