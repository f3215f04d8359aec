using System.Collections.Immutable;
using System.Text;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Tests.Compile;

public sealed class RoutingSectionsTests
{
    [Fact]
    public void A_location_has_its_own_neighbours_and_what_it_may_announce()
    {
        var network = Scene();
        var fra = RoutingSections.At(network, "fra")!;
        var prefix = Assert.Single(fra.Prefixes);
        Assert.Equal("192.0.2.0/24", prefix.Prefix);
        Assert.Equal([new SiteId("default", "shop")], prefix.Sites);
        Assert.Equal(["192.0.2.1"], prefix.Addresses);
        Assert.Equal(["fra", "nyc"], prefix.Locations);
        Assert.Equal("hush", Assert.Single(fra.Peers).Password);
        Assert.DoesNotContain("hush", fra.Peers[0].ToString(), StringComparison.Ordinal);

        // Not allowed there, and no neighbour there.
        Assert.Empty(RoutingSections.At(network, "syd")!.Prefixes);
        Assert.Null(RoutingSections.At(NetworkScene.ThreePlaces(), "fra"));
    }

    [Fact]
    public void A_password_reaches_only_the_location_whose_neighbour_it_is()
    {
        var compiled = SnapshotCompiler.Compile(Scene(), new HashSet<(SiteId, string)>(), ZoneSerials.None);
        var texts = compiled.Locations.ToDictionary(
            pair => pair.Key,
            pair => string.Concat(pair.Value.Sections.Values.Select(Encoding.UTF8.GetString)), StringComparer.Ordinal);
        Assert.Contains("hush", texts["fra"], StringComparison.Ordinal);
        Assert.DoesNotContain("hush", texts["nyc"], StringComparison.Ordinal);
        Assert.DoesNotContain("hush", texts["syd"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "192.0.2.1")]
    [InlineData(false, "")]
    public void Dns_names_an_anycast_address_only_while_somebody_is_told_of_it(bool live, string expected)
    {
        var network = Scene(live);
        Assert.Equal(
            expected, string.Join(' ', RoutingSections.AnycastOf(network, new SiteId("default", "shop"))));
        Assert.Empty(RoutingSections.AnycastOf(network, new SiteId("default", "other")));
    }

    private static NetworkDocuments Scene(bool live = true)
    {
        var network = NetworkScene.ThreePlaces(NetworkScene.Shop());
        return network with
        {
            Secrets = network.Secrets.Add(
                new SiteId(NetworkDocuments.SystemNamespace, "fra-bgp"),
                new Secret
                {
                    Data = ImmutableDictionary<string, string>.Empty
                        .Add("password", Convert.ToBase64String("hush"u8.ToArray())),
                }),
            Addresses = AddressDocuments.Empty with
            {
                Prefixes = AddressDocuments.Empty.Prefixes.Add("anycast", new Prefix
                {
                    Metadata = new ObjectMeta { Name = "anycast" },
                    Spec = new PrefixSpec { Network = "192.0.2.0/24", Origin = 64512, Sites = ["shop"] },
                    Status = new PrefixStatus { Live = live },
                }),
                Addresses = AddressDocuments.Empty.Addresses
                    .Add("vip", new IpAddress { Spec = new IpAddressSpec { Address = "192.0.2.1", Site = "shop" } })
                    .Add("far", new IpAddress { Spec = new IpAddressSpec { Address = "198.18.0.1", Site = "shop" } }),
                Peers = AddressDocuments.Empty.Peers
                    .Add("fra-up", Peer("fra", "fra-bgp")).Add("nyc-up", Peer("nyc", ""))
                    .Add("syd-up", Peer("syd", "")),
                Announcements = AddressDocuments.Empty.Announcements
                    .Add("anycast.fra", Announcement("fra", true)).Add("anycast.nyc", Announcement("nyc", true))
                    .Add("anycast.syd", Announcement("syd", false)),
            },
        };
    }

    private static BgpPeer Peer(string location, string secret) => new()
    {
        Metadata = new ObjectMeta { Name = $"{location}-up" },
        Spec = new BgpPeerSpec
        {
            Location = location,
            Address = "10.0.0.1",
            PeerAsn = 64500,
            LocalAsn = 64512,
            Secret = secret,
        },
    };

    private static Announcement Announcement(string location, bool allowed) => new()
    {
        Spec = new AnnouncementSpec { Prefix = "anycast", Location = location, Allowed = allowed },
    };
}
