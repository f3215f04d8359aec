using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>One location as every node knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Coordinates">Where on Earth.</param>
/// <param name="Nodes">Sorted by name.</param>
public sealed record NetworkLocation(
    string Name, string Country, Coordinates Coordinates, ImmutableArray<NetworkNode> Nodes);
