using System.Collections.Immutable;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Announcement = Selvedge.Core.Network.Routing.Announcement;

namespace Selvedge.Core.Tests.Network.Routing;

/// <summary>One node that decides, in a network whose table tests bend.</summary>
internal sealed class RoutingScene
{
    public static readonly SiteId Shop = new("default", "shop");

    private readonly AnnouncementDecider _decider = new(new AnnouncementPolicy());
    private ImmutableArray<Announcement> _last = [];

    public DateTimeOffset Now { get; set; } = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public LocalCheck Check { get; set; } = new(false, 100, "");

    public DateTimeOffset? StoppingSince { get; set; }

    public int KeepAtLeast { get; init; } = 1;

    public ImmutableArray<SiteId> Sites { get; init; } = [Shop];

    public ImmutableArray<string> Locations { get; init; } = ["fra", "nyc", "syd"];

    public string Location { get; init; } = "fra";

    public string Node => Location + "-1";

    public long Epoch { get; set; } = 1;

    public Dictionary<string, ShutGate> Shut { get; } = [];

    public Dictionary<string, ImmutableArray<string>> Nodes { get; } = [];

    public static ShutGate Gated(Gate gate, string reason) => new(gate, reason, "", DateTimeOffset.UnixEpoch);

    public Announcement Decide(TimeSpan after = default)
    {
        Now += after;
        var verdicts = Sites.SelectMany(site => Locations.Select(location => Shut.TryGetValue(location, out var shut)
            ? new Verdict(site, location, false, [], [shut])
            : new Verdict(site, location, true, Nodes.GetValueOrDefault(location, [location + "-1"]), [])));
        _last = _decider.Decide(
            new AnnouncementScene(
                [new RoutedPrefix("any", "192.0.2.0/24", 64512, Sites, [], KeepAtLeast, Locations)],
                new VerdictTable(Epoch, Now, [.. verdicts.Order(VerdictOrder.Instance)]),
                Location, Node, Check, StoppingSince, Now),
            _last);
        return _last[0];
    }
}
