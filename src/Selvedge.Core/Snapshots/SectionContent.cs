namespace Selvedge.Core.Snapshots;

/// <summary>A section that was read: its bytes and what they say.</summary>
/// <param name="Entry">Key, kind and the hash of exactly these bytes.</param>
/// <param name="Bytes">As they came; kept, to be written to the disk of the node.</param>
/// <param name="Value">The section's record, for example a <see cref="SiteSection"/>.</param>
public sealed record SectionContent(SectionEntry Entry, ReadOnlyMemory<byte> Bytes, object Value)
{
    /// <summary>Without the content, which may hold a key.</summary>
    public override string ToString() => $"SectionContent {{ Key = {Entry.Key}, Hash = {Entry.Hash} }}";
}
