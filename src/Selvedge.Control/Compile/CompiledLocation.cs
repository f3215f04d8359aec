using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Compile;

/// <summary>What one location may know, ready for the bus.</summary>
/// <param name="Location">Whose.</param>
/// <param name="Entries">Sorted by key.</param>
/// <param name="Sections">The bytes of each entry, by key.</param>
public sealed record CompiledLocation(
    string Location,
    ImmutableArray<SectionEntry> Entries,
    ImmutableSortedDictionary<string, byte[]> Sections)
{
    /// <summary>Whether both hold the same sections.</summary>
    public bool SameContentAs(CompiledLocation? other) =>
        other is not null && Entries.SequenceEqual(other.Entries);
}
