using System.Collections.Immutable;

namespace Selvedge.Core.Nodes;

/// <summary>A node's routing.</summary>
/// <param name="Off">Why it does not work, in one sentence with the way out (no BIRD, no right); empty: it works.
/// </param>
/// <param name="Peers">Sorted by name.</param>
/// <param name="Announcements">One for each prefix of the section, sorted by name.</param>
public sealed record RoutingReport(
    string Off, ImmutableArray<PeerReport> Peers, ImmutableArray<AnnouncementReport> Announcements)
{
    /// <summary>What is wrong although it works, in one sentence: a change that was undone, an address that cannot be
    /// added. Empty: nothing.</summary>
    public string Problem { get; init; } = "";
}
