namespace Selvedge.Core.Network.Balancing;

/// <summary>Whether a backend takes new flows.</summary>
/// <param name="Node">The backend.</param>
/// <param name="TakesFlows">Whether it does.</param>
/// <param name="Reason">Why not, or why it does although something speaks against it, in one sentence; else empty.
/// </param>
public sealed record FlowDecision(string Node, bool TakesFlows, string Reason);
