using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Tests.Network.Addresses;

/// <summary>A network that is in order, and one mistake at a time.</summary>
public sealed class RoutingAuditTests
{
    private static readonly RoutingFacts Sound = new(
        [new Aggregate { Metadata = Named("ours"), Spec = new AggregateSpec { Prefix = "192.0.2.0/23" } }],
        [
            new Prefix
            {
                Metadata = Named("anycast"),
                Spec = new PrefixSpec { Network = "192.0.2.0/24", Origin = 64512 },
            },
        ],
        [
            new Roa
            {
                Metadata = Named("roa"),
                Spec = new RoaSpec { Prefix = "192.0.2.0/24", MaxLength = 24, Origin = 64512 },
            },
        ],
        [
            new Provider
            {
                Metadata = Named("mine"),
                Spec = new ProviderSpec
                {
                    Bgp = new ProviderBgp
                    {
                        Allowed = true,
                        Letters = [new ProviderLetter { Prefix = "192.0.2.0/24", ValidUntil = "2028-01-01" }],
                    },
                },
            },
        ],
        [new Location { Metadata = Named("fra"), Spec = new LocationSpec { Provider = "mine" } }],
        [new Node { Metadata = Named("fra-1"), Spec = new NodeSpec { Addresses = ["203.0.113.1", "192.0.2.1"] } }],
        [
            new BgpPeer
            {
                Metadata = Named("fra-up"),
                Spec = new BgpPeerSpec { Location = "fra", Bfd = new BgpPeerBfd(), Secret = "fra-bgp" },
                Status = Sessions("Established"),
            },
        ],
        [Announcement("fra", true), Announcement("nyc", true)],
        new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_network_in_order_has_no_findings() => Assert.Empty(RoutingAudit.Find(Sound));

    [Fact]
    public void Each_mistake_is_found_with_its_way_out()
    {
        var prefix = Sound.Prefixes[0];
        var peer = Sound.Peers[0];
        Dictionary<string, RoutingFacts> mistakes = new(StringComparer.Ordinal)
        {
            ["NoRoa"] = Sound with { Roas = [] },
            ["RoaOrigin"] = Sound with { Roas = [Roa(24, 64999)] },
            ["LooseMaxLength"] = Sound with { Roas = [Roa(28, 64512)] },
            ["UnusedRoa"] = Sound with { Roas = [.. Sound.Roas, Roa(24, 64999)] },
            ["UndocumentedSpace"] = Sound with { Aggregates = [] },
            ["TooSpecific"] = Sound with
            {
                Prefixes = [prefix with { Spec = prefix.Spec with { Network = "192.0.2.0/25" } }],
                Roas = [Roa(25, 64512)],
            },
            ["NoSpare"] = Sound with { Announcements = [Announcement("fra", true)] },
            ["NoLetter"] = Sound with
            {
                Announcements = [.. Sound.Announcements, Announcement("syd", false)],
            },
            ["NobodyTold"] = Sound with
            {
                Announcements = [.. Sound.Announcements, Announcement("syd", true, observed: 0)],
            },
            ["LetterEnds"] = Sound with { Now = new DateTimeOffset(2027, 12, 20, 0, 0, 0, TimeSpan.Zero) },
            ["SessionDown"] = Sound with
            {
                Peers = [peer with { Status = Sessions("Active") }],
            },
            ["NoBfd"] = Sound with { Peers = [peer with { Spec = peer.Spec with { Bfd = null } }] },
            ["Unsigned"] = Sound with { Peers = [peer with { Spec = peer.Spec with { Secret = "" } }] },
            ["NotValidated"] = Sound with
            {
                Peers = [peer with { Spec = peer.Spec with { Accept = ["198.18.0.0/16"] } }],
            },
            ["NoLocation"] = Sound with { Locations = [] },
            ["UndocumentedAddress"] = Sound with
            {
                Nodes = [new Node { Metadata = Named("fra-1"), Spec = new NodeSpec { Addresses = ["192.0.3.9"] } }],
            },
        };
        foreach (var (code, facts) in mistakes)
        {
            // Who publishes for the wrong number has also published for nobody.
            var findings = RoutingAudit.Find(facts);
            Assert.Equal(code == "RoaOrigin" ? 2 : 1, findings.Length);
            var finding = findings[0];
            Assert.Equal(code, finding.Code);
            Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", finding.Fix, StringComparison.Ordinal);
            Assert.NotEqual(finding.Message, finding.Fix);
        }
    }

    [Fact]
    public void The_worst_come_first()
    {
        var findings = RoutingAudit.Find(Sound with
        {
            Roas = [],
            Aggregates = [],
            Peers = [Sound.Peers[0] with { Spec = Sound.Peers[0].Spec with { Secret = "" } }],
        });
        Assert.Equal(
            [AuditSeverity.Error, AuditSeverity.Warning, AuditSeverity.Note],
            findings.Select(finding => finding.Severity));
    }

    private static BgpPeerStatus Sessions(string state) =>
        new() { Sessions = [new BgpSession("fra-1", state, "", 1, 1)] };

    private static ObjectMeta Named(string name) => new() { Name = name };

    private static Roa Roa(int maxLength, long origin) => new()
    {
        Metadata = Named("other"),
        Spec = new RoaSpec { Prefix = "192.0.2.0/24", MaxLength = maxLength, Origin = origin },
    };

    private static Announcement Announcement(string location, bool allowed, int observed = 1) => new()
    {
        Metadata = Named($"anycast.{location}"),
        Spec = new AnnouncementSpec
        {
            Prefix = "anycast",
            Location = location,
            Allowed = allowed,
            Reason = allowed ? "Authorized" : "NoLetter",
            Detail = allowed ? "" : "No letter of authority at mine covers it: send one, then write it.",
        },
        Status = new AnnouncementStatus { Desired = allowed ? "Announced" : "Refused", Observed = observed },
    };
}
