using static Selvedge.Console.Tests.Feeds.Documents;

namespace Selvedge.Console.Tests.Feeds;

/// <summary>Three locations and three sites with something of everything, put into a stand-in API.</summary>
internal static class ExampleNetwork
{
    public static void Fill(StandInApi api, DateTimeOffset now)
    {
        api.Put(Locations, Location("fra", "Frankfurt", "DE", 50.11, 8.68));
        api.Put(Locations, Location("nyc", "New York", "US", 40.71, -74.01));
        api.Put(Locations, Location("syd", "Sydney", "AU", -33.87, 151.21));
        foreach (var location in (string[])["fra", "nyc", "syd"])
        {
            api.Put(Nodes, Node($"{location}-1", location, ready: true, now));
            api.Put(Nodes, location == "syd"
                ? Node("syd-2", "syd", ready: false, now.AddSeconds(-31), epoch: 209, verdicts: 4698)
                : Node($"{location}-2", location, ready: true, now));
        }

        api.Put(Sites, Site("docs", "docs.selvedge.test",
            Open("fra", 4711, "fra-1", "fra-2"),
            Open("nyc", 4711, "nyc-1", "nyc-2"),
            Shut("syd", 4711,
            Gate("Placed", "NotInPlan", "Two locations are enough for its demand.", now.AddHours(-3)))));
        api.Put(Sites, Shop(now, fraOpen: true));
        api.Put(Sites, Site("status", "status.selvedge.test",
            Open("fra", 4711, "fra-1", "fra-2"),
            Open("nyc", 4711, "nyc-1", "nyc-2"),
            Held("syd", 4711, "TooManyAtOnce", "syd-1",
                Gate("Healthy", "QuorumLost", "One of three observers reached it in the last 10 s.",
                now.AddSeconds(-48)))));
        api.Put(Events, Event("e1", "Normal", "CertificateIssued",
            "A certificate for shop.selvedge.test and www.shop.selvedge.test is valid until 22 Feb.", "Certificate",
            "shop", now.AddMinutes(-22)));
        api.Put(Events,
            Event("e2", "Normal", "SnapshotPublished", "Config epoch 212 changed 2 sections at 3 locations.",
            "Site", "shop", now.AddMinutes(-14)));
        api.Put(Events,
            Event("e3", "Normal", "Purged", "Tag product-1842 was purged at 5 of 6 nodes; syd-2 did not answer.",
            "Site", "shop", now.AddMinutes(-9)));
        api.Put(Events, Event(
            "e4", "Warning", "NodeDown", "syd-2 has not reported for 31 s.", "Node", "syd-2", now.AddSeconds(-31)));
        api.Put(Events,
            Event("e5", "Warning", "VerdictChanged", "shop is shut at nyc: certificate HandshakeChainExpired.",
            "Site", "shop", now.AddMinutes(-4)));
        api.Put(Events, Event(
            "e6", "Normal", "VerdictEpoch", "Verdict epoch 4,711: 1 verdict changed.", "", "", now.AddMinutes(-4)));
    }

    public static readonly (string Name, string City, string Country, double Latitude, double Longitude)[] Cities =
    [
        ("fra", "Frankfurt", "DE", 50.11, 8.68), ("ams", "Amsterdam", "NL", 52.37, 4.9),
        ("lhr", "London", "GB", 51.5, -0.1),
        ("cdg", "Paris", "FR", 48.86, 2.35), ("mad", "Madrid", "ES", 40.4, -3.7), ("waw", "Warsaw", "PL", 52.23, 21),
        ("arn", "Stockholm", "SE", 59.3, 18.07), ("mxp", "Milan", "IT", 45.46, 9.19),
        ("nyc", "New York", "US", 40.7, -74),
        ("iad", "Ashburn", "US", 39, -77.5), ("ord", "Chicago", "US", 41.9, -87.6),
        ("dfw", "Dallas", "US", 32.8, -96.8),
        ("lax", "Los Angeles", "US", 34, -118.2), ("sea", "Seattle", "US", 47.6, -122.3),
        ("gru", "Sao Paulo", "BR", -23.5, -46.6),
        ("scl", "Santiago", "CL", -33.4, -70.7), ("jnb", "Johannesburg", "ZA", -26.2, 28),
        ("bom", "Mumbai", "IN", 19, 72.9),
        ("sin", "Singapore", "SG", 1.35, 103.8), ("hkg", "Hong Kong", "HK", 22.3, 114.2),
        ("nrt", "Tokyo", "JP", 35.7, 139.7),
        ("icn", "Seoul", "KR", 37.6, 127), ("syd", "Sydney", "AU", -33.87, 151.21),
        ("akl", "Auckland", "NZ", -36.8, 174.8),
    ];

    public static void FillMany(StandInApi api, DateTimeOffset now)
    {
        foreach (var (name, city, country, latitude, longitude) in Cities)
        {
            api.Put(Locations, Location(name, city, country, latitude, longitude));
            for (var i = 1; i <= 4; i++)
            {
                api.Put(Nodes, Node($"{name}-{i}", name, ready: true, now));
            }
        }

        for (var i = 0; i < 500; i++)
        {
            api.Put(Sites, Numbered(i, now, shutAt: i == 1 ? "lax" : ""));
        }
    }

    public static System.Text.Json.Nodes.JsonObject Numbered(int number, DateTimeOffset now, string shutAt) => Site(
        $"site-{number:000}", $"www{number}.selvedge.test",
        [
            .. Cities.Select(city => city.Name == shutAt
                ? Shut(city.Name, 9, Gate("Ready", "ConnectionRefused", "10.0.1.7:8080 refused.", now))
                : Open(city.Name, 9, $"{city.Name}-1", $"{city.Name}-2")),
        ]);

    public static System.Text.Json.Nodes.JsonObject Shop(DateTimeOffset now, bool fraOpen, long epoch = 4711) =>
        Site("shop", "shop.selvedge.test www.shop.selvedge.test",
            fraOpen
                ? Open("fra", epoch, "fra-1", "fra-2")
                : Shut("fra", epoch, Gate("Ready", "ConnectionRefused", "10.0.1.7:8080 refused the connection.", now)),
            Shut("nyc", epoch,
                Gate("certificate", "HandshakeChainExpired",
                "The chain for www.shop.selvedge.test expired 4 minutes ago.", now.AddMinutes(-4)),
                Gate("healthy", "QuorumLost", "None of 3 observers completed a handshake.", now.AddMinutes(-4))),
            Open("syd", epoch, "syd-1"));
}
