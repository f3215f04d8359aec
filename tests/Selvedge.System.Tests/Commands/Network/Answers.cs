using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Steering;
using Selvedge.Edge.Dns;
using Selvedge.Processes;
using Selvedge.Wire.Dns;

namespace Selvedge.System.Tests.Commands.Network;

/// <summary>Answers of nodes, and what they are about.</summary>
internal static class Answers
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 3, 20, TimeSpan.Zero);

    public static readonly SiteId Shop = new("default", "shop");

    public static SteeringDecision Decision { get; } = new(
        Shop,
        12,
        new SteeringClient("203.0.113.9", "DE", new Coordinates { Latitude = 50.1, Longitude = 8.7 }),
        [
            new SteeringStep("placed", [new PlaceReason("fra", true, "the plan puts the site here"),
                new PlaceReason("nyc", true, "the plan puts the site here")]),
            new SteeringStep("up", [new PlaceReason("nyc", true, "serviceable"),
                new PlaceReason("fra", false, "shut: current (StatusStale)")]),
        ],
        null,
        [new SteeredPlace("nyc", ["127.0.2.1"])]);

    public static VerdictTable Table { get; } = new(
        12,
        Now.AddSeconds(-8),
        [
            new Verdict(Shop, "fra", false, [],
                [new ShutGate(Gate.Current, "StatusStale", "fra-1 is silent.", Now.AddSeconds(-8))]),
            new Verdict(Shop, "nyc", true, ["nyc-1"], []),
        ]);

    public static NodeQuestions.WhyAnswer Why(
        SteeringDecision? decision, DnsRcode rcode = DnsRcode.NoError, params ImmutableArray<string> answers) =>
        new("", new DnsExplanation("shop.test", DnsType.A, rcode, answers, 24, 87, 12, decision));
}
