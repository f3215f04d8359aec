using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>One ready pod of a Service.</summary>
/// <param name="Node">The node that runs it.</param>
/// <param name="Addresses">The service's port to <c>address:port</c>.</param>
public sealed record ServiceEndpoint(string Node, ImmutableSortedDictionary<int, string> Addresses);
