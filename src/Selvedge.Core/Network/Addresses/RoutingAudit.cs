using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Network.Addresses;

/// <summary>Looks for what would let the Internet not believe, not hear or wrongly hear what the network announces.
/// Pure.</summary>
public static class RoutingAudit
{
    /// <summary>A letter that ends within this time is to be renewed now: providers take weeks.</summary>
    private static readonly TimeSpan LetterWarning = TimeSpan.FromDays(30);

    /// <summary>Longer prefixes are not passed on by most networks.</summary>
    private const int LongestIPv4 = 24;

    /// <summary>The same of IPv6.</summary>
    private const int LongestIPv6 = 48;

    /// <summary>Every finding: the worst first, then by subject.</summary>
    public static ImmutableArray<AuditFinding> Find(RoutingFacts facts) =>
    [
        .. facts.Prefixes.SelectMany(prefix => OfPrefix(facts, prefix))
            .Concat(facts.Announcements.SelectMany(OfAnnouncement))
            .Concat(facts.Roas.SelectMany(roa => OfRoa(facts, roa)))
            .Concat(facts.Providers.SelectMany(provider => OfProvider(facts, provider)))
            .Concat(facts.Peers.SelectMany(peer => OfPeer(facts, peer)))
            .Concat(facts.Nodes.SelectMany(node => OfNode(facts, node)))
            .OrderBy(finding => finding.Severity).ThenBy(finding => finding.Subject, StringComparer.Ordinal)
            .ThenBy(finding => finding.Code, StringComparer.Ordinal),
    ];

    private static IEnumerable<AuditFinding> OfPrefix(RoutingFacts facts, Prefix prefix)
    {
        var subject = $"prefix/{prefix.Metadata.Name}";
        if (prefix.Spec.Role == PrefixRole.Reserved || !IPNetwork.TryParse(prefix.Spec.Network, out var network))
        {
            yield break;
        }

        if (RouteAuthorities.OriginTrouble(prefix, network, facts.Roas) is { } trouble)
        {
            yield return new AuditFinding(
                AuditSeverity.Error, subject, trouble.Reason, Head(trouble.Detail), Tail(trouble.Detail));
        }

        if (!facts.Aggregates.Any(aggregate =>
            IPNetwork.TryParse(aggregate.Spec.Prefix, out var block) && block.Covers(network)))
        {
            yield return new AuditFinding(
                AuditSeverity.Warning, subject, "UndocumentedSpace", $"{network} lies in no Aggregate.",
                "Write an Aggregate for the block that the registry gave you.");
        }

        var longest = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? LongestIPv4 : LongestIPv6;
        if (network.PrefixLength > longest)
        {
            yield return new AuditFinding(
                AuditSeverity.Error, subject, "TooSpecific",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{network} is longer than /{longest}: most networks do not pass it on."),
                string.Create(CultureInfo.InvariantCulture, $"Announce a /{longest} or shorter."));
        }

        var allowed = facts.Announcements
            .Count(known => known.Spec.Prefix == prefix.Metadata.Name && known.Spec.Allowed);
        if (prefix.Spec.Role == PrefixRole.Anycast && allowed <= prefix.Spec.KeepAtLeast)
        {
            yield return new AuditFinding(
                AuditSeverity.Warning, subject, "NoSpare",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{allowed} locations may announce it, and {prefix.Spec.KeepAtLeast} always have to: none "
                        + $"can leave."),
                "Let more locations announce it: peers, ROA and letters of authority.");
        }
    }

    private static IEnumerable<AuditFinding> OfAnnouncement(Announcement announcement)
    {
        var (spec, status) = (announcement.Spec, announcement.Status);
        var subject = $"announcement/{announcement.Metadata.Name}";
        if (!spec.Allowed && spec.Reason is not ("NoRoa" or "RoaOrigin" or "RoaMaxLength"))
        {
            yield return new AuditFinding(
                AuditSeverity.Error, subject, spec.Reason, Head(spec.Detail), Tail(spec.Detail));
        }

        if (status is { Desired: "Announced", Observed: 0 })
        {
            yield return new AuditFinding(
                AuditSeverity.Error, subject, "NobodyTold",
                $"{spec.Prefix} is to be announced at {spec.Location}, and no neighbour is told of it.",
                "Look at the sessions: selvedge get bgppeers.");
        }

        foreach (var node in status.Nodes.Where(node => node.Desired == "Off"))
        {
            yield return new AuditFinding(
                AuditSeverity.Error, subject, "RoutingOff", $"{node.Node} cannot speak BGP.", node.Detail);
        }
    }

    private static IEnumerable<AuditFinding> OfRoa(RoutingFacts facts, Roa roa)
    {
        if (!IPNetwork.TryParse(roa.Spec.Prefix, out var covered))
        {
            yield break;
        }

        var subject = $"roa/{roa.Metadata.Name}";
        var longest = facts.Prefixes.Where(prefix => prefix.Spec.Origin == roa.Spec.Origin)
            .Select(prefix => IPNetwork.TryParse(prefix.Spec.Network, out var network) ? network : (IPNetwork?)null)
            .OfType<IPNetwork>().Where(network => covered.Covers(network))
            .Select(network => network.PrefixLength).DefaultIfEmpty(-1).Max();
        if (longest < 0)
        {
            yield return new AuditFinding(
                AuditSeverity.Note, subject, "UnusedRoa",
                string.Create(
                    CultureInfo.InvariantCulture, $"Nothing inside {covered} is announced from AS{roa.Spec.Origin}."),
                "Take it back at the registry, or write the Prefix.");
        }
        else if (RouteAuthorities.MaxLength(roa) > longest)
        {
            yield return new AuditFinding(
                AuditSeverity.Warning, subject, "LooseMaxLength",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It allows prefixes up to /{RouteAuthorities.MaxLength(roa)}, and the longest announced is "
                        + $"/{longest}: "
                    + $"a hijacker may forge the origin of the rest (RFC 9319)."),
                string.Create(CultureInfo.InvariantCulture, $"Publish it with maxLength {longest}."));
        }
    }

    private static IEnumerable<AuditFinding> OfProvider(RoutingFacts facts, Provider provider)
    {
        foreach (var letter in provider.Spec.Bgp.Letters)
        {
            if (RouteAuthorities.EndOf(letter) is { } end && end > facts.Now && end - facts.Now < LetterWarning)
            {
                yield return new AuditFinding(
                    AuditSeverity.Warning, $"provider/{provider.Metadata.Name}", "LetterEnds",
                    $"The letter of authority for {letter.Prefix} ends on {letter.ValidUntil}.",
                    "Send a new one, then write its day.");
            }
        }
    }

    private static IEnumerable<AuditFinding> OfPeer(RoutingFacts facts, BgpPeer peer)
    {
        var subject = $"bgppeer/{peer.Metadata.Name}";
        foreach (var session in peer.Status.Sessions
            .Where(session => session.State is not ("Established" or "Unknown")))
        {
            yield return new AuditFinding(
                AuditSeverity.Error, subject, "SessionDown",
                session.Detail.Length > 0
                    ? $"The session of {session.Node} is {session.State}: {session.Detail.TrimEnd('.')}."
                    : $"The session of {session.Node} is {session.State}.",
                "Look at the neighbour's side, and at the addresses of both.");
        }

        if (peer.Spec.Bfd is null)
        {
            yield return new AuditFinding(
                AuditSeverity.Warning, subject, "NoBfd",
                $"A dead path is only seen after the hold time of {Duration.Format(peer.Spec.HoldTime)}.",
                "Write bfd: {interval: 100ms, multiplier: 3}, where the neighbour has it too.");
        }

        if (peer.Spec.Secret.Length == 0)
        {
            yield return new AuditFinding(
                AuditSeverity.Note, subject, "Unsigned", "Anyone on the segment may reset the session.",
                "Write secret, and the same password at the neighbour (RFC 2385).");
        }

        if (peer.Spec.Accept.Length > 0 && peer.Spec.RpkiCaches.Length == 0
            && peer.Spec.Accept.Any(text => !text.EndsWith("/0", StringComparison.Ordinal)))
        {
            yield return new AuditFinding(
                AuditSeverity.Note, subject, "NotValidated", "What is accepted from it is not validated against ROAs.",
                "Write rpkiCaches.");
        }

        if (!facts.Locations.Any(location => location.Metadata.Name == peer.Spec.Location))
        {
            yield return new AuditFinding(
                AuditSeverity.Error, subject, "NoLocation", $"There is no Location {peer.Spec.Location}.",
                "Delete the peer, or write the Location.");
        }
    }

    // An address of an own block that nothing documents may be given out a second time.
    private static IEnumerable<AuditFinding> OfNode(RoutingFacts facts, Node node)
    {
        foreach (var text in node.Spec.Addresses)
        {
            if (!IPAddress.TryParse(text, out var address))
            {
                continue;
            }

            var block = facts.Aggregates.FirstOrDefault(aggregate => Holds(aggregate.Spec.Prefix, address));
            if (block is not null && !facts.Prefixes.Any(prefix => Holds(prefix.Spec.Network, address)))
            {
                yield return new AuditFinding(
                    AuditSeverity.Warning, $"node/{node.Metadata.Name}", "UndocumentedAddress",
                    $"{text} is of the Aggregate {block.Metadata.Name}, and no Prefix has it.",
                    "Write a Prefix for it, so that it is not given out twice.");
            }
        }
    }

    private static bool Holds(string prefix, IPAddress address) =>
        IPNetwork.TryParse(prefix, out var network) && network.BaseAddress.AddressFamily == address.AddressFamily
        && network.Contains(address);

    // Details say what is wrong, then ": " and the way out.
    private static string Head(string detail) =>
        detail.LastIndexOf(": ", StringComparison.Ordinal) is > 0 and var at ? detail[..at] + "." : detail;

    private static string Tail(string detail)
    {
        var at = detail.LastIndexOf(": ", StringComparison.Ordinal);
        return at <= 0 ? detail : string.Concat(detail[at + 2].ToString().ToUpperInvariant(), detail[(at + 3)..]);
    }
}
