namespace Selvedge.Core.Resources;

/// <summary>A session of one node with a <see cref="BgpPeer"/>.</summary>
/// <param name="Node">The node.</param>
/// <param name="State"><c>Established</c>, <c>Active</c>, ...; <c>Silent</c> where the node is not heard of;
/// <c>Off</c> where it cannot speak BGP.</param>
/// <param name="Detail">What is wrong, in one sentence; else empty.</param>
/// <param name="Received">Routes accepted.</param>
/// <param name="Announced">Routes announced.</param>
public sealed record BgpSession(string Node, string State, string Detail, int Received, int Announced);
