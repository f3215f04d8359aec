using Selvedge.Core.Nodes;

namespace Selvedge.Core.Serviceability;

/// <summary>The newest status of a node.</summary>
/// <param name="Status">As it was sent.</param>
/// <param name="Age">Since it arrived, by the control plane's own monotonic clock.</param>
public sealed record NodeEvidence(NodeStatus Status, TimeSpan Age);
