using System.Collections.Immutable;

namespace Selvedge.Core.Nodes;

/// <summary>A node's balancing.</summary>
/// <param name="Off">Why it does not work, in one sentence with the way out; empty: it works.</param>
/// <param name="Backends">By virtual address and node; of balancers only.</param>
public sealed record BalancerReport(string Off, ImmutableArray<BackendShare> Backends);
