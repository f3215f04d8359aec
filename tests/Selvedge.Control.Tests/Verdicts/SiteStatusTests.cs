using Selvedge.Control.Verdicts;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Tests.Verdicts;

public sealed class SiteStatusTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Places_that_plan_or_law_leave_out_are_not_counted()
    {
        var status = Of(
            new Verdict(Shop.Id, "fra", true, ["fra-1"], []),
            Shut("nyc", Gate.Allowed, Gate.Ready),
            Shut("syd", Gate.Placed));

        Assert.Equal("1/1", status.ServiceablePlaces);
        Assert.Equal("Users are served at 1 of 1 places.", status.Conditions[0].Message);
    }

    [Fact]
    public void Places_that_are_drained_or_broken_are_counted()
    {
        var status = Of(
            new Verdict(Shop.Id, "fra", true, ["fra-1"], []), Shut("nyc", Gate.Admitted), Shut("syd", Gate.Current));

        Assert.Equal("1/3", status.ServiceablePlaces);
    }

    private static Site Shop { get; } = new() { Metadata = new ObjectMeta { Name = "shop", Namespace = "default" } };

    private static SiteStatus Of(params Verdict[] verdicts) => SiteStatus.Of(
        Shop, VerdictTable.Empty with { Epoch = 4, ComputedAt = Now, Verdicts = [.. verdicts] }, before: null);

    private static Verdict Shut(string location, params Gate[] gates) =>
        new(Shop.Id, location, false, [], [.. gates.Select(gate => new ShutGate(gate, "Why", "", Now))]);
}
