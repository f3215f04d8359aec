using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Documents;

/// <summary>The documents of addresses, at one revision. Immutable.</summary>
/// <param name="Aggregates">By name.</param>
/// <param name="Prefixes">By name.</param>
/// <param name="Addresses">By name.</param>
/// <param name="Roas">By name.</param>
/// <param name="Peers">By name.</param>
/// <param name="Announcements">By name.</param>
public sealed record AddressDocuments(
    ImmutableSortedDictionary<string, Aggregate> Aggregates,
    ImmutableSortedDictionary<string, Prefix> Prefixes,
    ImmutableSortedDictionary<string, IpAddress> Addresses,
    ImmutableSortedDictionary<string, Roa> Roas,
    ImmutableSortedDictionary<string, BgpPeer> Peers,
    ImmutableSortedDictionary<string, Announcement> Announcements)
{
    /// <summary>None.</summary>
    public static AddressDocuments Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, Aggregate>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, Prefix>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, IpAddress>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, Roa>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, BgpPeer>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, Announcement>(StringComparer.Ordinal));
}
