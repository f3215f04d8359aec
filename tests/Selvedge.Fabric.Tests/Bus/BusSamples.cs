using Selvedge.Core.Nodes;
using Selvedge.Core.Purging;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Fabric.Tests.Bus;

/// <summary>Small values for the tests of the bus.</summary>
public static class BusSamples
{
    public static SiteId Shop { get; } = new("default", "shop");

    public static Purge Purge(long sequence) =>
        new(sequence, Shop, PurgeKind.Url, $"https://shop.selvedge.test/{sequence}");

    public static NodeStatus Status(string node, long sequence = 1) => new(
        node, node[..3], "i1", sequence, "1.0", TimeSpan.FromSeconds(3), 5, 6, 7, [], [], [],
        new NodeLoad(0.5, 0.25, 3, 1.5, 1000),
        []);

    public static VerdictTable Verdicts(long epoch) => new(
        epoch,
        DateTimeOffset.UnixEpoch.AddSeconds(epoch),
        [
            new Verdict(Shop, "fra", true, ["fra1"], []),
            new Verdict(Shop, "nyc", false, [], [new ShutGate(Gate.Ready, "X", "", DateTimeOffset.UnixEpoch)]),
        ]);

    /// <summary>A snapshot with a network, challenges and zones <c>z1</c> to <c>zN</c> of the given mailbox.</summary>
    public static (Manifest Manifest, Dictionary<string, byte[]> Sections) Snapshot(
        string location, long epoch, int zones = 1, string mailbox = "ops@selvedge.test") =>
        Snapshot(location, epoch, Enumerable.Range(1, zones).ToDictionary(
            index => $"zone.z{index}_test",
            index => CoreJson.Write(Zone($"z{index}.test", mailbox)),
            StringComparer.Ordinal));

    public static ZoneSection Zone(string apex, string mailbox) =>
        new(apex, 1, ["ns1.selvedge.test"], mailbox, TimeSpan.FromSeconds(30), []);

    /// <summary>A snapshot with a network, challenges and these zones.</summary>
    public static (Manifest Manifest, Dictionary<string, byte[]> Sections) Snapshot(
        string location, long epoch, IReadOnlyDictionary<string, byte[]> zones)
    {
        var sections = new Dictionary<string, byte[]>(zones, StringComparer.Ordinal)
        {
            ["network"] = CoreJson.Write(new NetworkSection(
                [new NetworkLocation(location, "DE", new Coordinates { Latitude = 1, Longitude = 2 }, [])], [], [])),
            ["challenges"] = CoreJson.Write(Core.Snapshots.Snapshot.Empty(location).Challenges),
        };
        var entries = sections.OrderBy(section => section.Key, StringComparer.Ordinal).Select(section =>
            new SectionEntry(section.Key, Kind(section.Key), SectionEntry.HashOf(section.Value)));
        return (new Manifest(location, epoch, [.. entries]), sections);
    }

    private static SectionKind Kind(string key) => key switch
    {
        "network" => SectionKind.Network,
        "challenges" => SectionKind.Challenges,
        _ => SectionKind.Zone,
    };
}
