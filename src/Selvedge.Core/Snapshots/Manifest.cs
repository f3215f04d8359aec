using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>What a location's snapshot consists of. A node applies it once it has every section named here.</summary>
/// <param name="Location">Whose snapshot.</param>
/// <param name="Epoch">The store's revision that it was compiled from; rises whenever any section changes.</param>
/// <param name="Sections">Sorted by key, ordinally.</param>
public sealed record Manifest(string Location, long Epoch, ImmutableArray<SectionEntry> Sections);
