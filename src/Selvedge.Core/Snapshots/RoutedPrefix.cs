using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>A prefix that this location may announce.</summary>
/// <param name="Name">Of its Prefix document.</param>
/// <param name="Prefix">CIDR, IPv4 or IPv6.</param>
/// <param name="Origin">The AS number that it is announced from.</param>
/// <param name="Sites">Sites that are reached through it; sorted. It is announced where all of them are serviceable;
/// without any, where the nodes run.</param>
/// <param name="Addresses">Addresses inside it that every node of the location answers at, sorted.</param>
/// <param name="KeepAtLeast">At so many locations it stays announced whatever their verdicts; 1 or more.</param>
/// <param name="Locations">Every location that may announce it, sorted: those among which the last places are
/// kept.</param>
public sealed record RoutedPrefix(
    string Name,
    string Prefix,
    long Origin,
    ImmutableArray<SiteId> Sites,
    ImmutableArray<string> Addresses,
    int KeepAtLeast,
    ImmutableArray<string> Locations);
