using System.Collections.Immutable;
using System.Net;
using System.Text;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Compile;

/// <summary>What a location has to know of addresses and its BGP neighbours. Pure.</summary>
internal static class RoutingSections
{
    /// <summary>The entry of a peer's Secret that signs its sessions.</summary>
    private const string PasswordEntry = "password";

    /// <summary>The section of one location; null where it has no neighbour.</summary>
    public static RoutingSection? At(NetworkDocuments documents, string location)
    {
        var peers = documents.Addresses.Peers.Values.Where(peer => peer.Spec.Location == location).ToList();
        if (peers.Count == 0)
        {
            return null;
        }

        var allowed = documents.Addresses.Announcements.Values.Where(announcement => announcement.Spec.Allowed)
            .ToLookup(announcement => announcement.Spec.Prefix, announcement => announcement.Spec.Location,
                StringComparer.Ordinal);
        return new RoutingSection(
            [
                .. documents.Addresses.Prefixes.Values
                    .Where(prefix => allowed[prefix.Metadata.Name].Contains(location, StringComparer.Ordinal))
                    .Select(prefix => Of(documents, prefix, allowed[prefix.Metadata.Name])),
            ],
            [.. peers.Select(peer => Of(documents, peer))]);
    }

    /// <summary>The addresses that DNS names a site at: those of prefixes that somebody is told of.</summary>
    public static ImmutableArray<string> AnycastOf(NetworkDocuments documents, SiteId site)
    {
        var live = documents.Addresses.Prefixes.Values
            .Where(prefix => prefix.Spec.Role == PrefixRole.Anycast && prefix.Status.Live)
            .Select(prefix => IPNetwork.TryParse(prefix.Spec.Network, out var network) ? network : (IPNetwork?)null)
            .OfType<IPNetwork>().ToList();
        return live.Count == 0 ? [] :
        [
            .. documents.Addresses.Addresses.Values
                .Where(address => address.Spec.Site.Length > 0 && SiteId.InDefault(address.Spec.Site) == site)
                .Select(address => address.Spec.Address)
                .Where(address => live.Exists(network => Holds(network, address)))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static RoutedPrefix Of(NetworkDocuments documents, Prefix prefix, IEnumerable<string> locations)
    {
        var network = IPNetwork.TryParse(prefix.Spec.Network, out var parsed) ? parsed : default;
        return new RoutedPrefix(
            prefix.Metadata.Name,
            prefix.Spec.Network,
            prefix.Spec.Origin,
            prefix.Spec.SiteIds,
            [
                .. documents.Addresses.Addresses.Values
                    .Where(address => address.Spec.Site.Length > 0 && Holds(network, address.Spec.Address))
                    .Select(address => address.Spec.Address).Order(StringComparer.Ordinal),
            ],
            prefix.Spec.KeepAtLeast,
            [.. locations.Order(StringComparer.Ordinal)]);
    }

    private static bool Holds(IPNetwork network, string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == network.BaseAddress.AddressFamily
        && network.Contains(address);

    private static RoutingPeer Of(NetworkDocuments documents, BgpPeer peer)
    {
        var spec = peer.Spec;
        return new RoutingPeer(peer.Metadata.Name, spec.Node, spec.Address, spec.PeerAsn, spec.LocalAsn)
        {
            Password = spec.Secret.Length > 0 ? PasswordOf(documents, spec.Secret) : "",
            Bfd = spec.Bfd is { } bfd ? new BfdTimers(bfd.Interval, bfd.Multiplier) : null,
            HoldTime = spec.HoldTime,
            GracefulRestart = spec.GracefulRestart,
            PrefixesMax = spec.PrefixesMax,
            Accept = spec.Accept,
            Prepend = spec.Prepend,
            Med = spec.Med,
            Communities = spec.Communities,
            LocalPreference = spec.LocalPreference,
            RpkiCaches = spec.RpkiCaches,
            FlowSpec = spec.FlowSpec,
            Blackhole = spec.Blackhole,
        };
    }

    private static string PasswordOf(NetworkDocuments documents, string name)
    {
        var id = new SiteId(NetworkDocuments.SystemNamespace, name);
        return documents.Secrets.GetValueOrDefault(id)?.Data.GetValueOrDefault(PasswordEntry) is { } base64
            && Convert.TryFromBase64String(base64, new byte[base64.Length], out _)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(base64))
            : "";
    }
}
