using System.Collections.Immutable;

namespace Selvedge.Core.Serviceability;

/// <summary>All that a verdict is weighed from, at one moment. Gathered by the control plane; weighed purely.</summary>
/// <param name="Now">The moment.</param>
/// <param name="Sites">Every site, sorted.</param>
/// <param name="Locations">Every location, sorted by name.</param>
/// <param name="Nodes">What is known of each node that ever spoke to this control process, by node name.</param>
/// <param name="Complete">False while the control plane itself has just begun to listen or is cut off from the bus:
/// silence then says nothing about nodes.</param>
public sealed record Evidence(
    DateTimeOffset Now,
    ImmutableArray<SiteFacts> Sites,
    ImmutableArray<LocationFacts> Locations,
    ImmutableDictionary<string, NodeEvidence> Nodes,
    bool Complete);
