namespace Selvedge.Core.Nodes;

/// <summary>A BGP session as the node sees it.</summary>
/// <param name="Peer">The BgpPeer document.</param>
/// <param name="State">BIRD's word: <c>Established</c>, <c>Active</c>, <c>Idle</c>, ...</param>
/// <param name="Detail">What is wrong, in one sentence; else empty.</param>
/// <param name="Since">When it came to this state; null: not known.</param>
/// <param name="Received">Routes accepted from it.</param>
/// <param name="Announced">Routes announced to it.</param>
public sealed record PeerReport(
    string Peer, string State, string Detail, DateTimeOffset? Since, int Received, int Announced)
{
    /// <summary>Whether routes are exchanged.</summary>
    public bool IsEstablished => State == "Established";
}
