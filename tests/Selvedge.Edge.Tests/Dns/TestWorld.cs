using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Dns;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Tests.Dns;

/// <summary>A small network: two zones, one site at three places, one delegation.</summary>
internal static class TestWorld
{
    public static readonly SiteId Shop = new("default", "shop");

    public static readonly IPAddress German = IPAddress.Parse("203.0.113.9");
    public static readonly IPAddress American = IPAddress.Parse("198.51.100.9");
    public static readonly IPAddress Unknown = IPAddress.Parse("192.0.2.9");

    public static ZoneSection Zone { get; } = new(
        "example.test",
        2024,
        ["ns1.example.test", "ns2.other.test"],
        "host.master@example.test",
        TimeSpan.FromSeconds(60),
        [
            Record("ns1", "A", "192.0.2.53"),
            Record("www", "A", "192.0.2.1", "192.0.2.2"),
            Record("www", "AAAA", "2001:db8::1"),
            Record("@", "MX", "10 mail", "20 mail.other.test."),
            Record("@", "TXT", "v=spf1 -all"),
            Record("@", "CAA", "0 issue \"ca.example\""),
            Record("alias", "CNAME", "www"),
            Record("alias2", "CNAME", "alias"),
            Record("shopalias", "CNAME", "shop"),
            Record("lost", "CNAME", "nowhere"),
            Record("away", "CNAME", "www.elsewhere.org."),
            Record("loop1", "CNAME", "loop2"),
            Record("loop2", "CNAME", "loop1"),
            Record("a.b.c", "A", "192.0.2.3"),
            Record("*.wild", "A", "192.0.2.4"),
            Record("*.wild", "MX", "5 mail"),
            Record("here.wild", "A", "192.0.2.5"),
            Record("sub.there.wild", "A", "192.0.2.6"),
            Record("*.walias", "CNAME", "www"),
            Record("child", "NS", "ns.child", "ns.outside.test."),
            Record("ns.child", "A", "192.0.2.54"),
            Record("ns.child", "AAAA", "2001:db8::54"),
            Record("big", "TXT", [.. Enumerable.Range(0, 30).Select(index => $"{index:D3}{new string('x', 97)}")]),
        ]);

    public static ZoneSection Nested { get; } = new(
        "nested.example.test", 1, ["ns1.example.test"], "", TimeSpan.FromSeconds(30), [Record("x", "A", "192.0.2.7")]);

    public static NetworkSection Network { get; } = new(
        [
            new("fra", "DE", At(50.1, 8.7), [new("fra-1", ["127.0.1.1", "2001:db8:1::1"], 80, 443)]),
            new(
                "nyc",
                "US",
                At(40.7, -74),
                [new("nyc-1", ["127.0.2.1"], 80, 443), new("nyc-2", ["127.0.2.2"], 80, 443)]),
            new("syd", "AU", At(-33.9, 151.2), [new("syd-1", ["127.0.3.1"], 80, 443)]),
        ],
        [],
        [
            new("203.0.113.0/24", "DE", At(52.5, 13.4)),
            new("198.51.100.0/24", "US", At(39, -77)),
            new("198.51.100.128/25", "AU", At(-37.8, 145)),
            new("2001:db8:de::/48", "DE", At(52.5, 13.4)),
        ]);

    public static Snapshot Snapshot { get; } = Snapshot.Empty("fra") with
    {
        Epoch = 5,
        Network = Network,
        Zones = ImmutableSortedDictionary<string, ZoneSection>.Empty
            .Add(Zone.Apex, Zone).Add(Nested.Apex, Nested),
        Names = ImmutableSortedDictionary<SiteId, NamesSection>.Empty
            .Add(Shop, Names("shop.example.test", "*.tenant.example.test", "unserved.org")),
        Challenges = new ChallengesSection(
            ImmutableSortedDictionary<string, string>.Empty,
            ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty
                .Add("shop.example.test", ["token-1", "token-2"])
                .Add("*.tenant.example.test", ["token-3"])),
    };

    public static NamesSection Names(params string[] hostnames) =>
        new(Shop, [.. hostnames], ["fra", "nyc", "syd"], new SiteSteering(), new SiteProbe());

    public static ZoneRecord Record(string name, string type, params string[] values) =>
        new() { Name = name, Type = type, Values = [.. values] };

    public static Coordinates At(double latitude, double longitude) =>
        new() { Latitude = latitude, Longitude = longitude };

    /// <summary>A table in which the site is serviceable exactly at the places named.</summary>
    public static VerdictTable Verdicts(long epoch, params string[] up) => new(
        epoch,
        DateTimeOffset.UnixEpoch,
        [
            .. Network.Locations.Select(location => up.Contains(location.Name, StringComparer.Ordinal)
                ? new Verdict(Shop, location.Name, true, [.. location.Nodes.Select(node => node.Name)], [])
                : new Verdict(
                    Shop,
                    location.Name,
                    false,
                    [],
                    [new ShutGate(Gate.Healthy, "NoQuorum", "", DateTimeOffset.UnixEpoch)])),
        ]);

    public static AnswerTable Table(
        Snapshot? snapshot = null, VerdictTable? verdicts = null, SteeringBook? before = null)
    {
        snapshot ??= Snapshot;
        ImmutableArray<NamesSection> sites = [.. snapshot.Names.Values];
        var zones = snapshot.Zones.Values.Select(zone =>
        {
            Assert.True(ZoneCompiler.TryCompile(zone, out var compiled, out var reason), reason);
            return compiled!;
        });
        return new AnswerTable(
            NameTableBuilder.Build([.. zones], sites, snapshot.Challenges),
            new SteeringBook(
                sites,
                snapshot.Network,
                new ClientMap(snapshot.Network.Clients, CountryDatabase.Empty),
                verdicts ?? Verdicts(1, "fra", "nyc", "syd"),
                before));
    }

    /// <summary>Asks the engine and decodes its answer.</summary>
    public static DnsMessage Ask(
        AnswerTable table, DnsQuery query, IPAddress? client = null, bool tcp = false, QueryTally? tally = null)
    {
        Assert.True(query.TryEncode(out var packet, out var fault), fault.ToString());
        var response = new byte[tcp ? DnsLimits.MessageBytesMax : DnsLimits.UdpBytesMax];
        var length = DnsEngine.Answer(
            table,
            packet,
            response,
            ClientAddress.From(client ?? Unknown),
            tcp ? DnsTransport.Tcp : DnsTransport.Udp,
            tally ?? new QueryTally());
        Assert.True(DnsMessage.TryDecode(response.AsSpan(0, length), out var message, out var reason), reason);
        Assert.Equal(query.Id, message.Header.Id);
        Assert.True(message.Header.IsResponse);
        return message;
    }

    public static Manifest Manifest(Snapshot snapshot) => new(
        snapshot.Location,
        snapshot.Epoch,
        [
            Entry("network", SectionKind.Network, snapshot.Network),
            .. snapshot.Names.Values.Select(names =>
                Entry($"names.{names.Site.Namespace}.{names.Site.Name}", SectionKind.Names, names)),
            .. snapshot.Zones.Values.Select(zone =>
                Entry("zone." + zone.Apex.Replace('.', '_'), SectionKind.Zone, zone)),
        ]);

    private static SectionEntry Entry<T>(string key, SectionKind kind, T section) =>
        new(key, kind, Convert.ToHexStringLower(SHA256.HashData(CoreJson.Write(section))));
}
