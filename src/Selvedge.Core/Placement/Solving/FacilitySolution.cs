using System.Collections.Immutable;

namespace Selvedge.Core.Placement.Solving;

/// <summary>Which facilities are open, and who serves whom.</summary>
/// <param name="Open">In rising order.</param>
/// <param name="Cost">Opening and serving.</param>
/// <param name="Shares">Who serves how much of whose demand: 0 to 1, and 1 in sum for every client with demand.</param>
public sealed record FacilitySolution(
    ImmutableArray<int> Open, double Cost, ImmutableArray<(int Client, int Facility, double Share)> Shares);
