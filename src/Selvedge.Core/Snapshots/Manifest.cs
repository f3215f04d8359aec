using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>What a location's snapshot consists of. A node applies it once it has every section named here.</summary>
/// <param name="Location">Whose snapshot.</param>
/// <param name="Epoch">The store's revision that it was compiled from; rises whenever any section changes.</param>
/// <param name="Sections">Sorted by key, ordinally.</param>
/// <param name="Lineage">Names the store that epochs count in; written by the bus. Epochs of different lineages do not
/// compare: a new store begins again at 1, and its manifests replace those of the old one.</param>
public sealed record Manifest(
    string Location, long Epoch, ImmutableArray<SectionEntry> Sections, string Lineage = "");
