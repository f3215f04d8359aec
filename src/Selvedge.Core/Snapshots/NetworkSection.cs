using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>Every location and node of the network: what steering measures and observers probe.</summary>
/// <param name="Locations">Sorted by name.</param>
/// <param name="ObserverRoots">Certificates (PEM) that observers trust beside the system's.</param>
/// <param name="Clients">Networks whose place on Earth the operator declares; they come before any database.</param>
public sealed record NetworkSection(
    ImmutableArray<NetworkLocation> Locations, ImmutableArray<string> ObserverRoots,
    ImmutableArray<ClientNetwork> Clients);
