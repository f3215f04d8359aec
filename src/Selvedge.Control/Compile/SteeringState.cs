using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Compile;

/// <summary>What DNS steers by beside the verdicts, from one moment on.</summary>
/// <param name="Since">When it was published.</param>
/// <param name="Epochs">Of each location's snapshot, by location.</param>
/// <param name="Network">Locations, nodes and declared client networks; without the observers' roots.</param>
/// <param name="Names">Every site's names and chain.</param>
public sealed record SteeringState(
    DateTimeOffset Since,
    ImmutableSortedDictionary<string, long> Epochs,
    NetworkSection Network,
    ImmutableArray<NamesSection> Names);
