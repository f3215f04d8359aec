using System.Collections.Immutable;

namespace Selvedge.Control.Compile;

/// <summary>The network, compiled.</summary>
/// <param name="Locations">By name.</param>
/// <param name="Serials">To be handed to the next compilation.</param>
public sealed record CompiledNetwork(
    ImmutableSortedDictionary<string, CompiledLocation> Locations, ZoneSerials Serials);
