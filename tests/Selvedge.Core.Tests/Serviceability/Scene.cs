using System.Collections.Immutable;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Tests.Serviceability;

/// <summary>A small network whose facts tests bend: locations with one node each, all well at first.</summary>
internal sealed class Scene
{
    public static readonly SiteId Shop = new("default", "shop");

    private readonly string[] _locations;

    public Scene(params string[] locations) => _locations = locations.Length > 0 ? locations : ["fra", "nyc", "syd"];

    public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public bool Complete { get; set; } = true;

    public HashSet<SiteId> Sites { get; } = [Shop];

    public HashSet<string> NotPlaced { get; } = [];

    public Dictionary<string, string> Disallowed { get; } = [];

    public HashSet<string> Drained { get; } = [];

    public HashSet<string> NeverReported { get; } = [];

    public HashSet<string> Silent { get; } = [];

    public HashSet<string> BackendDown { get; } = [];

    public HashSet<string> BehindEpoch { get; } = [];

    public HashSet<string> BehindPurge { get; } = [];

    public HashSet<string> Refusing { get; } = [];

    public Dictionary<string, double> Pressure { get; } = [];

    /// <summary>(observer, observed) pairs where the observer cannot reach the observed.</summary>
    public HashSet<(string From, string To)> Unreached { get; } = [];

    /// <summary>Observed places whose chain does not validate.</summary>
    public HashSet<string> BadChain { get; } = [];

    public Evidence Evidence() => new(
        Now,
        [
            .. Sites.Order().Select(site => new SiteFacts(
                site,
                _locations.Where(location => !NotPlaced.Contains(location)).ToImmutableHashSet(),
                Disallowed.ToImmutableDictionary())),
        ],
        [
            .. _locations.Order(StringComparer.Ordinal).Select(location => new LocationFacts(
                location,
                Drained.Contains(location) ? "maintenance" : null,
                [new NodeFacts($"{location}-1", false)],
                7,
                3)),
        ],
        _locations
            .Where(location => !NeverReported.Contains(location))
            .ToImmutableDictionary(
                location => $"{location}-1",
                location => new NodeEvidence(
                    Status(location), Silent.Contains(location) ? TimeSpan.FromSeconds(9) : TimeSpan.FromSeconds(0.4))),
        Complete);

    private NodeStatus Status(string location) => new(
        $"{location}-1",
        location,
        "instance",
        1,
        "test",
        TimeSpan.FromMinutes(1),
        BehindEpoch.Contains(location) ? 6 : 7,
        1,
        BehindPurge.Contains(location) ? 2 : 3,
        Refusing.Contains(location) ? [new SectionRefusal("site.default.shop", "00", "The URL is not a URL.")] : [],
        [
            .. Sites.Order().Select(site => BackendDown.Contains(location)
                ? new BackendReport(site, false, "ConnectionRefused", "origin")
                : new BackendReport(site, true, "", "")),
        ],
        [.. from site in Sites.Order() from to in _locations select Observe(site, location, to)],
        new NodeLoad(Pressure.GetValueOrDefault(location), 0, 0, 0, 0),
        []);

    private Observation Observe(SiteId site, string from, string to)
    {
        var reached = !Unreached.Contains((from, to)) && !BadChain.Contains(to);
        return new Observation(
            site,
            $"{to}-1",
            reached,
            reached,
            reached ? "" : BadChain.Contains(to) ? "HandshakeChainExpired" : "ConnectionRefused",
            "",
            TimeSpan.FromSeconds(0.3),
            TimeSpan.FromMilliseconds(5));
    }
}
