using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Finds what no configuration can be written from. The API refuses such documents; what becomes words of a
/// configuration is looked at here once more.</summary>
internal static class RoutingCheck
{
    private const int PasswordCharsMax = 80;

    /// <summary>The refusal of the snapshot's section, or none. Never throws.</summary>
    public static List<SectionRefusal> Find(Snapshot next, Manifest manifest)
    {
        var problems = next.Routing is null ? [] : Problems(next.Routing).Take(10).ToList();
        if (problems.Count == 0)
        {
            return [];
        }

        var entry = manifest.Sections.FirstOrDefault(section => section.Kind == SectionKind.Routing);
        return [new SectionRefusal(entry?.Key ?? "routing", entry?.Hash ?? "", string.Join(" ", problems))];
    }

    /// <summary>Everything wrong with a section.</summary>
    public static IEnumerable<string> Problems(RoutingSection section) =>
    [
        .. Counts(section),
        .. section.Prefixes.SelectMany(Problems),
        .. section.Peers.SelectMany(Problems),
        .. section.Blackholes.Where(host => !IsHost(host)).Select(host => $"{Shown(host)} is no host route."),
        .. section.Flows.SelectMany(Problems),
    ];

    private static IEnumerable<string> Counts(RoutingSection section)
    {
        if (section.Prefixes.Length > Limits.PrefixesMax || section.Peers.Length > Limits.PeersMax)
        {
            yield return $"A location has {Limits.PrefixesMax} prefixes and {Limits.PeersMax} neighbours at most.";
        }

        if (section.Blackholes.Length > Limits.RulesMax || section.Flows.Length > Limits.RulesMax)
        {
            yield return $"A location has {Limits.RulesMax} blackholes and as many flows at most.";
        }

        if (section.Prefixes.Sum(prefix => prefix.Addresses.Length) > Limits.AddressesMax)
        {
            yield return $"A node answers at {Limits.AddressesMax} anycast addresses at most.";
        }
    }

    private static IEnumerable<string> Problems(RoutedPrefix prefix)
    {
        if (!IsNetwork(prefix.Prefix))
        {
            yield return $"{Shown(prefix.Prefix)} of prefix {Shown(prefix.Name)} is no network.";
        }
        else if (prefix.Addresses.FirstOrDefault(address => !IsInside(address, prefix.Prefix)) is { } foreign)
        {
            yield return $"The address {Shown(foreign)} is not inside {prefix.Prefix}.";
        }

        if (!IsAsn(prefix.Origin) || prefix.KeepAtLeast < 1)
        {
            yield return $"Prefix {Shown(prefix.Name)} has an AS number or a number of places to keep that is none.";
        }
    }

    private static IEnumerable<string> Problems(RoutingPeer peer)
    {
        var name = Shown(peer.Name);
        // "300" is an address to the platform, and none to BIRD.
        if (!IPAddress.TryParse(peer.Address, out var address) || !TextForms.IsIp(peer.Address.Split('%')[0], out _)
            || !peer.Address.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or ':' or '%' or '-'))
        {
            yield return $"The address {Shown(peer.Address)} of peer {name} is none.";
        }

        if (!IsAsn(peer.PeerAsn) || !IsAsn(peer.LocalAsn))
        {
            yield return $"Peer {name} has an AS number that is none: 1 to 4294967295.";
        }

        if (peer.Password.Length > PasswordCharsMax
            || peer.Password.Any(letter => letter is < ' ' or > '~' or '"' or '\\'))
        {
            yield return $"The password of peer {name} has a quotation mark, a backslash or a letter beyond ASCII, "
                + $"or more than {PasswordCharsMax} letters.";
        }

        if (peer.Accept.FirstOrDefault(network => !IsNetwork(network)
                || (BirdConfiguration.IsSix(network) != (address?.AddressFamily == AddressFamily.InterNetworkV6)))
            is { } foreign)
        {
            yield return $"Peer {name} accepts {Shown(foreign)}, which is no network of its family.";
        }

        if (peer.Communities.FirstOrDefault(community => !IsCommunity(community)) is { } odd)
        {
            yield return $"{Shown(odd)} of peer {name} is no community.";
        }

        if (peer.RpkiCaches.FirstOrDefault(cache => !IPEndPoint.TryParse(cache, out var at) || at.Port == 0) is { } bad)
        {
            yield return $"The cache {Shown(bad)} of peer {name} is no address with a port.";
        }

        if (OutOfRange(peer) is { } word)
        {
            yield return $"The {word} of peer {name} is out of its range.";
        }
    }

    private static string? OutOfRange(RoutingPeer peer) =>
        peer.HoldTime.TotalSeconds is < 3 or > ushort.MaxValue ? "hold time"
        : peer.Prepend is < 0 or > Limits.PrependMax ? "prepend"
        : peer.PrefixesMax < 1 ? "number of prefixes"
        : peer.Med is < 0 or > uint.MaxValue ? "MED"
        : peer.LocalPreference is < 0 or > uint.MaxValue ? "local preference"
        : peer.Bfd is { } bfd && (bfd.Interval.TotalMilliseconds is < 10 or > 60_000 || bfd.Multiplier is < 2 or > 255)
            ? "BFD"
        : null;

    private static IEnumerable<string> Problems(FlowFilter flow)
    {
        if (new[] { flow.Destination, flow.Source }.Any(network => network.Length > 0 && !IsNetwork(network))
            || (flow.Protocol.Length > 0 && BirdFlows.Protocol(flow.Protocol, six: false) is null)
            || flow.Ports.Concat(flow.SourcePorts).Any(port => port is < 0 or > ushort.MaxValue)
            || flow.LengthMin is < 0 or > ushort.MaxValue || flow.LengthMax is < 0 or > ushort.MaxValue
            || (flow.TcpFlags.Length > 0 && !BirdFlows.TryFlags(flow.TcpFlags, out _, out _))
            || flow.PacketsPerSecond < 0)
        {
            yield return $"The flow {Shown(flow.Name)} has a network, protocol, port, length or flag that is none.";
        }
    }

    private static bool IsAsn(long number) => number is >= 1 and <= uint.MaxValue;

    private static bool IsHost(string text) => IsNetwork(text)
        && IPNetwork.Parse(text) is var network && network.PrefixLength == (network.BaseAddress.AddressFamily
            == AddressFamily.InterNetworkV6 ? 128 : 32);

    // Letters outside of these would be words of the configuration.
    private static bool IsNetwork(string text) =>
        text.All(letter => char.IsAsciiHexDigit(letter) || letter is '.' or ':' or '/')
        && IPNetwork.TryParse(text, out _);

    private static bool IsInside(string address, string prefix) =>
        address.All(letter => char.IsAsciiHexDigit(letter) || letter is '.' or ':')
        && IPAddress.TryParse(address, out var parsed) && IPNetwork.Parse(prefix).Contains(parsed);

    private static bool IsCommunity(string text)
    {
        var parts = text.Split(':');
        var most = parts.Length == 2 ? ushort.MaxValue : uint.MaxValue;
        return parts.Length is 2 or 3 && Array.TrueForAll(parts, part =>
            uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most);
    }

    // What is hostile is not repeated in full.
    private static string Shown(string text) => text.Length <= 64 ? text : text[..64] + "...";
}
