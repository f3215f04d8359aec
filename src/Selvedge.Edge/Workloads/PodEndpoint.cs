using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Workloads;

/// <summary>A ready pod of this node.</summary>
/// <param name="Pod">Which.</param>
/// <param name="Addresses">The container's port to <c>address:port</c>.</param>
public sealed record PodEndpoint(PodSection Pod, ImmutableSortedDictionary<int, string> Addresses);
