using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>A snapshot with the sections that it was put together from.</summary>
/// <param name="Manifest">The manifest that was followed.</param>
/// <param name="Snapshot">What the consumers use.</param>
/// <param name="Contents">By key: the sections in force. One that was refused has its last good content here, with
/// another hash than in the manifest; or is absent, where there never was a good one.</param>
/// <param name="Refusals">Why, for each section of the manifest that is not in force as named. By key.</param>
public sealed record AssembledSnapshot(
    Manifest Manifest,
    Snapshot Snapshot,
    ImmutableSortedDictionary<string, SectionContent> Contents,
    ImmutableArray<SectionRefusal> Refusals);
