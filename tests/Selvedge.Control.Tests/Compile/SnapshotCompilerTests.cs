using System.Collections.Immutable;
using System.Text;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Tests.Compile;

public sealed class SnapshotCompilerTests
{
    private static readonly HashSet<(SiteId Site, string Location)> NobodyLeaves = [];
    private static readonly SiteId Shop = new("default", "shop");

    [Fact]
    public void Names_go_everywhere_but_site_and_key_only_where_the_site_is_placed()
    {
        var site = NetworkScene.Shop(new SitePlacement { Policy = "static", Locations = ["fra", "nyc"] });
        var compiled = Compile(NetworkScene.ThreePlaces(site).WithCertificate());

        foreach (var location in new[] { "fra", "nyc", "syd" })
        {
            Assert.Contains("names.default.shop", compiled[location].Sections.Keys);
            Assert.Contains("zone.example_test", compiled[location].Sections.Keys);
        }

        Assert.Contains("certificate.default.shop", compiled["fra"].Sections.Keys);
        Assert.Contains("site.default.shop", compiled["nyc"].Sections.Keys);
        Assert.DoesNotContain("site.default.shop", compiled["syd"].Sections.Keys);
        Assert.DoesNotContain(
            compiled["syd"].Sections.Values, bytes =>
            Encoding.UTF8.GetString(bytes).Contains("PRIVATE-KEY-MARKER", StringComparison.Ordinal));
    }

    [Fact]
    public void A_place_where_residency_forbids_the_site_gets_neither_site_nor_key_not_even_while_it_leaves()
    {
        var site = NetworkScene.Shop(residency: new SiteResidency { Process = ["EU"] });
        var documents = NetworkScene.ThreePlaces(site).WithCertificate();

        var compiled =
            SnapshotCompiler.Compile(documents, new HashSet<(SiteId, string)> { (Shop, "nyc") }, ZoneSerials.None)
            .Locations;

        Assert.Contains("certificate.default.shop", compiled["fra"].Sections.Keys);
        Assert.DoesNotContain("site.default.shop", compiled["nyc"].Sections.Keys);
        Assert.DoesNotContain("certificate.default.shop", compiled["nyc"].Sections.Keys);
    }

    [Fact]
    public void A_place_that_users_may_still_be_sent_to_keeps_its_sections_and_is_no_longer_named_as_placed()
    {
        var site = NetworkScene.Shop(new SitePlacement { MustNotInclude = ["syd"] });

        var compiled = SnapshotCompiler.Compile(
            NetworkScene.ThreePlaces(site), new HashSet<(SiteId, string)> { (Shop, "syd") }, ZoneSerials.None)
            .Locations;

        Assert.Contains("site.default.shop", compiled["syd"].Sections.Keys);
        var names = CoreJson.Read<NamesSection>(compiled["syd"].Sections["names.default.shop"]);
        Assert.Equal(["fra", "nyc"], names.Placed);
    }

    [Fact]
    public void The_same_documents_give_the_same_bytes_and_a_status_changes_nothing()
    {
        var documents = NetworkScene.ThreePlaces(NetworkScene.Shop()).WithCertificate();
        var before = SnapshotCompiler.Compile(documents, NobodyLeaves, ZoneSerials.None);

        var shop = documents.Sites[Shop];
        var touched = documents with
        {
            Revision = 200,
            Sites = documents.Sites.SetItem(
                Shop, shop with { Metadata = shop.Metadata with { ResourceVersion = "199" } }),
        };
        var after = SnapshotCompiler.Compile(touched, NobodyLeaves, before.Serials);

        Assert.All(
            before.Locations.Values,
            location => Assert.True(location.SameContentAs(after.Locations[location.Location])));
    }

    [Fact]
    public void A_zones_serial_rises_when_a_hostname_under_it_comes_and_never_falls()
    {
        var empty = SnapshotCompiler.Compile(NetworkScene.ThreePlaces(), NobodyLeaves, ZoneSerials.None);
        var withShop = SnapshotCompiler.Compile(
            NetworkScene.ThreePlaces(NetworkScene.Shop()) with { Revision = 150 }, NobodyLeaves, empty.Serials);
        var without = SnapshotCompiler.Compile(
            NetworkScene.ThreePlaces() with { Revision = 180 }, NobodyLeaves, withShop.Serials);

        Assert.Equal(
            [100u, 150u, 180u],
            new[] { empty, withShop, without }.Select(network => network.Serials.Of("example.test")));
    }

    [Fact]
    public void Challenges_reach_every_location()
    {
        var documents = NetworkScene.ThreePlaces(NetworkScene.Shop()).WithCertificate();
        var certificate = documents.Certificates[Shop];
        documents = documents with
        {
            Certificates = documents.Certificates.SetItem(Shop, certificate with
            {
                Status = certificate.Status with
                {
                    Challenges =
                    [
                        new CertificateChallenge
                        {
                            Type = "dns-01",
                            Hostname = "shop.example.test",
                            Token = "t1",
                            Answer = "digest",
                        },
                        new CertificateChallenge
                        {
                            Type = "http-01",
                            Hostname = "shop.example.test",
                            Token = "t2",
                            Answer = "t2.print",
                        },
                    ],
                },
            }),
        };

        foreach (var location in Compile(documents).Values)
        {
            var challenges = CoreJson.Read<ChallengesSection>(location.Sections["challenges"]);
            Assert.Equal("t2.print", challenges.Http["t2"]);
            Assert.Equal(["digest"], challenges.Dns["shop.example.test"]);
        }
    }

    [Theory]
    [InlineData("203.0.113.0_24", "DE 50.1 8.7", "203.0.113.0/24")]
    [InlineData("2001-db8--_32", "AU -33.9 151.2", "2001:db8::/32")]
    public void The_client_map_reads_networks_of_both_families(string key, string value, string prefix)
    {
        Assert.True(SnapshotCompiler.TryClient(key, value, out var client));
        Assert.Equal(prefix, client.Prefix);
    }

    [Theory]
    [InlineData("203.0.113.0", "DE 50.1 8.7")]
    [InlineData("203.0.113.0_24", "DE fifty 8.7")]
    [InlineData("203.0.113.0_33", "DE 50.1 8.7")]
    [InlineData("_", "")]
    public void A_line_of_the_client_map_that_is_wrong_is_refused(string key, string value) =>
        Assert.False(SnapshotCompiler.TryClient(key, value, out _));

    [Fact]
    public void Every_entry_has_the_hash_of_its_bytes_and_entries_are_sorted()
    {
        foreach (var location in Compile(NetworkScene.ThreePlaces(NetworkScene.Shop()).WithCertificate()).Values)
        {
            Assert.Equal(
                location.Entries.Select(entry => entry.Key).Order(StringComparer.Ordinal),
                location.Entries.Select(entry => entry.Key));
            Assert.All(location.Entries, entry =>
            {
                Assert.True(SectionEntry.IsKey(entry.Key), entry.Key);
                Assert.Equal(entry.Hash, SectionEntry.HashOf(location.Sections[entry.Key]));
            });
        }
    }

    private static ImmutableSortedDictionary<string, CompiledLocation> Compile(NetworkDocuments documents) =>
        SnapshotCompiler.Compile(documents, NobodyLeaves, ZoneSerials.None).Locations;
}
