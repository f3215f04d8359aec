using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using static Selvedge.Console.Tests.Feeds.Documents;

namespace Selvedge.Console.Tests.Feeds;

/// <summary>The layers 3 and 4 of the example network, with something of everything; written by Core's own types, so
/// that the members are named as the control plane names them.</summary>
internal static class NetworkExample
{
    public static void Fill(StandInApi api, DateTimeOffset now)
    {
        ExampleNetwork.Fill(api, now);
        api.Put(Aggregates, Document("ours", new AggregateSpec { Prefix = "192.0.2.0/23", Registry = "RIPE" },
            new AggregateStatus { Prefixes = 3, Used = 62.5, LargestFree = "192.0.3.128/25" }));
        api.Put(Aggregates, Document("ours-6", new AggregateSpec { Prefix = "2001:db8::/32", Registry = "RIPE" },
            new AggregateStatus { Prefixes = 1, Used = .1, LargestFree = "2001:db8:8000::/33" }));
        FillPrefixes(api, now);
        FillPeers(api);
        api.Put(Nodes, WithReport("fra-1", "fra", now, Balancing(now, defends: true)));
        api.Put(Nodes, WithReport("fra-2", "fra", now, Balancing(now, defends: false)));
        const string NoBird = "BIRD is not installed: install bird2, or set network.routing.program to where it is.";
        api.Put(Nodes, WithReport("syd-1", "syd", now, new NetworkReport
        {
            Routing = new RoutingReport(NoBird, [], []),
            Defence = new DefenceReport("It needs the right CAP_NET_ADMIN: run the node with it.", Drops(), []),
        }));
    }

    public static JsonObject Announcement(
        string prefix, string location, DateTimeOffset now, string desired, string reason, string detail,
        params AnnouncementAtNode[] nodes) => Document(
            $"{prefix}.{location}",
            new AnnouncementSpec { Prefix = prefix, Location = location, Allowed = desired != "Refused" },
            new AnnouncementStatus
            {
                Desired = desired,
                Reason = reason,
                Detail = detail,
                Observed = nodes.Sum(node => node.Observed),
                Since = now.AddMinutes(-7),
                Nodes = [.. nodes],
            });

    public static JsonObject WithReport(string name, string location, DateTimeOffset now, NetworkReport report)
    {
        var node = Node(name, location, ready: true, now);
        node["status"]!["network"] = Tree(report);
        return node;
    }

    public static JsonObject Document<TSpec, TStatus>(string name, TSpec spec, TStatus status) => new()
    {
        ["apiVersion"] = "selvedge.dev/v1",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = Tree(spec),
        ["status"] = Tree(status),
    };

    private static void FillPrefixes(StandInApi api, DateTimeOffset now)
    {
        api.Put(Prefixes, Document("anycast-1",
            new PrefixSpec { Network = "192.0.2.0/24", Origin = 64512, Sites = ["shop", "docs"] },
            new PrefixStatus { Live = true, AnnouncedAt = ["fra"], Addresses = 2 }));
        api.Put(Prefixes, Document("anycast-6",
            new PrefixSpec { Network = "2001:db8:1::/48", Origin = 64512, Sites = ["docs"] },
            new PrefixStatus { Live = true, AnnouncedAt = ["fra", "nyc"], Addresses = 1 }));
        api.Put(Prefixes, Document("spare",
            new PrefixSpec { Network = "192.0.3.0/26", Role = PrefixRole.Reserved }, new PrefixStatus()));
        api.Put(Announcements, Announcement("anycast-1", "fra", now, "Announced", "Serviceable", "",
            new("fra-1", "Announced", "Serviceable", "", 2), new("fra-2", "Announced", "Serviceable", "", 2)));
        api.Put(Announcements, Untold(now));
        api.Put(Announcements, Announcement("anycast-1", "syd", now, "Refused", "RoaMaxLength",
            "The Roa ours allows /23 at the longest: give it maxLength 24, or announce the /23."));
        api.Put(Announcements, Announcement("anycast-6", "fra", now, "Announced", "LastPlaces", "",
            new("fra-1", "Announced", "LastPlaces", "", 1), new("fra-2", "Announced", "LastPlaces", "", 0)));
        api.Put(Announcements, Announcement("anycast-6", "nyc", now, "Draining", "Drained",
            "nyc is drained: rack move.", new AnnouncementAtNode("nyc-1", "Draining", "Drained", "", 1)));
        api.Put(Announcements, Announcement("anycast-6", "syd", now, "Unknown", "NodeSilent", "syd-2 is silent.",
            new AnnouncementAtNode("syd-2", "Unknown", "NodeSilent", "syd-2 is silent.", 0)));
    }

    public static JsonObject Untold(DateTimeOffset now) =>
        Announcement("anycast-1", "nyc", now, "Announced", "Serviceable", "",
            new("nyc-1", "Announced", "Serviceable", "", 0), new("nyc-2", "Announced", "Serviceable", "", 0));

    private static void FillPeers(StandInApi api)
    {
        api.Put(Peers, Peer("fra-upstream", "fra", "10.0.1.1", bfd: true,
            new("fra-1", "Established", "", 2, 2), new("fra-2", "Established", "", 2, 2)));
        api.Put(Peers, Peer("fra-exchange", "fra", "2001:db8:f::1", bfd: false,
            new("fra-1", "Established", "", 118, 1),
            new("fra-2", "Active", "The neighbour refuses the connection: is 2001:db8:f::12 a peer there?", 0, 0)));
        api.Put(Peers, Peer("nyc-upstream", "nyc", "10.0.2.1", bfd: true,
            new("nyc-1", "Connect", "No answer on port 179 for 31 s.", 0, 0), new("nyc-2", "Idle", "", 0, 0)));
        api.Put(Peers, Peer("syd-upstream", "syd", "10.0.3.1", bfd: true,
            new("syd-1", "Off", "BIRD is not installed: install bird2.", 0, 0),
            new("syd-2", "Silent", "syd-2 is silent.", 0, 0)));
    }

    private static JsonObject Peer(
        string name, string location, string address, bool bfd, params BgpSession[] sessions) => Document(
            name,
            new BgpPeerSpec
            {
                Location = location,
                Address = address,
                PeerAsn = 64500,
                LocalAsn = 64512,
                Bfd = bfd ? new BgpPeerBfd() : null,
            },
            new BgpPeerStatus { Sessions = [.. sessions] });

    private static NetworkReport Balancing(DateTimeOffset now, bool defends) => new()
    {
        Routing = new RoutingReport(
            "", [new PeerReport("fra-upstream", "Established", "", now.AddHours(-5), 2, 2)], []),
        Balancer = new BalancerReport("",
        [
            new BackendShare("web", "fra-3", 26214, 18_422_031, 22_106_437_200, ""),
            new BackendShare("web", "fra-4", 26215, 18_390_112, 22_068_134_400, ""),
            new BackendShare("web", "fra-5", 13108, 9_201_554, 11_041_864_800, ""),
            new BackendShare("web", "fra-6", 0, 4_310, 5_172_000, "shop is not serviceable by it."),
            new BackendShare("dns", "fra-3", 32769, 904_113, 72_329_040, ""),
            new BackendShare("dns", "fra-4", defends ? 32768 : 30000, 903_870, 72_309_600, ""),
        ]),
        Defence = new DefenceReport("", Drops(
            ("bogon", 1_204), ("flags", 311), ("amplification", 48_120), ("block", defends ? 9_911_402 : 12)),
            !defends ? [] :
            [
                new MitigationReport(
                    new FlowFilter
                    {
                        Destination = "192.0.2.10/32",
                        Protocol = "udp",
                        SourcePorts = [53],
                        LengthMin = 468,
                        LengthMax = 1500,
                    },
                    "412,000 packets a second to 192.0.2.10, 96 % of them answers of port 53.", "Active",
                    now.AddMinutes(-3), now.AddMinutes(4), 68_301_224),
                new MitigationReport(
                    new FlowFilter
                    {
                        Source = "198.51.100.0/24",
                        Protocol = "tcp",
                        TcpFlags = "syn/syn,ack",
                        Ports = [443],
                    },
                    "38,000 SYN a second from one network.", "Probation",
                    now.AddMinutes(-16), now.AddSeconds(41), 812_400),
                new MitigationReport(
                    new FlowFilter { Name = "ordered", PacketsPerSecond = 1000, Protocol = "icmp" },
                    "", "WouldApply", now.AddHours(-1), now.AddHours(3), 0),
            ]),
    };

    private static ImmutableSortedDictionary<string, long> Drops(
        params (string Cause, long Count)[] drops) =>
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal, drops.Select(drop => KeyValuePair.Create(drop.Cause, drop.Count)));

    private static JsonNode? Tree<T>(T value) => JsonNode.Parse(CoreJson.Write(value));
}
