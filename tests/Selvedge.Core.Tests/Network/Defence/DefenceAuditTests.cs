using System.Collections.Immutable;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Tests.Network.Defence;

public sealed class DefenceAuditTests
{
    [Fact]
    public void Each_layer_of_each_location_says_who_meets_attacks_there_and_up_to_what()
    {
        var covers = DefenceAudit.Cover(Facts(
            new ProviderScrubbing { Layers = [3, 4], GigabitsPerSecond = 500, AlwaysOn = true },
            new DefenceSpec { Locations = ["fra"] }));
        Assert.Equal(
            [
                "fra 3: hetz's scrubbing, up to 500 Gbit/s, always on; the nodes' rules (defence/a), up to what the "
                + "link carries",
                "fra 4: hetz's scrubbing, up to 500 Gbit/s, always on; the nodes' rules (defence/a), up to what the "
                + "link carries and the processors drop",
                "fra 7: ",
                "nyc 3: ", "nyc 4: ", "nyc 7: ",
            ],
            covers.Select(cover => $"{cover.Location} {cover.Layer}: {string.Join("; ", cover.By)}"));
    }

    [Fact]
    public void Gaps_are_findings_with_the_safeguard_to_switch_on()
    {
        var findings = DefenceAudit.Find(Facts(
            new ProviderScrubbing { Layers = [3] },
            new DefenceSpec { Locations = ["fra"], Syn = SynDefence.Off, Bogons = false }));
        Assert.Equal(
            [
                "defence/a SynOff", "location/nyc NoDefence", "defence/a BogonsOff", "location/nyc LinkUncovered",
                "location/fra RequestsUncovered", "location/fra ScrubbingLate", "location/fra ScrubbingUnmeasured",
            ],
            findings.Select(finding => $"{finding.Subject} {finding.Code}"));
        Assert.Equal("Write spec.syn: Cookies.", findings[0].Fix);
        Assert.All(findings, finding => Assert.NotEmpty(finding.Fix));
    }

    [Fact]
    public void A_place_where_everything_is_met_has_no_findings() => Assert.Empty(DefenceAudit.Find(
        Facts(
            new ProviderScrubbing { Layers = [3, 4, 7], GigabitsPerSecond = 500, AlwaysOn = true }, new DefenceSpec())
        with
        {
            Locations = [Place("fra", "hetz")],
        }));

    private static DefenceFacts Facts(ProviderScrubbing scrubbing, DefenceSpec defence) => new(
        [
            new Provider
            {
                Metadata = new ObjectMeta { Name = "hetz" },
                Spec = new ProviderSpec { Scrubbing = scrubbing },
            },
        ],
        ImmutableArray.Create(Place("nyc", "other"), Place("fra", "hetz")),
        [new Core.Resources.Defence { Metadata = new ObjectMeta { Name = "a" }, Spec = defence }]);

    private static Location Place(string name, string provider) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = new LocationSpec { Provider = provider },
    };
}
