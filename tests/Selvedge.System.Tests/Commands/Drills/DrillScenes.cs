using System.Collections.Immutable;
using System.Net;
using Selvedge.Commands.Drills;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.System.Tests.Commands.Drills;

/// <summary>Three places that all serve one site; fra is killed.</summary>
internal static class DrillScenes
{
    public static readonly SiteId Atlas = new("default", "atlas");

    private static readonly string[] Places = ["fra", "nyc", "syd"];

    public static DrillScene OfThree(VerdictTable? table = null) => new(
        "location/fra",
        [Node("fra", 1)],
        [Node("nyc", 2), Node("syd", 3)],
        [new DrillSite(Atlas, "atlas.selvedge.test")],
        [IPNetwork.Parse("203.0.113.0/24")],
        [],
        table ?? Table(1, "fra", "nyc", "syd"));

    /// <summary>A table in which these places serve, and the others are silent.</summary>
    public static VerdictTable Table(long epoch, params string[] serving) => new(
        epoch,
        DateTimeOffset.UnixEpoch,
        [
            .. Places.Select(place =>
                serving.Contains(place, StringComparer.Ordinal) ? Open(place) : Silent(place)),
        ]);

    public static Verdict Open(string place) => new(Atlas, place, true, [$"{place}-1"], []);

    public static Verdict Silent(string place) => new(
        Atlas, place, false, [],
        [new ShutGate(Gate.Current, "StatusStale", $"{place}-1 is silent.", DateTimeOffset.UnixEpoch)]);

    private static DrillNode Node(string place, int number)
    {
        var address = IPAddress.Parse(FormattableString.Invariant($"127.0.{number}.1"));
        return new DrillNode($"{place}-1", place, [address], 8443, [new IPEndPoint(address, 5300)]);
    }
}
