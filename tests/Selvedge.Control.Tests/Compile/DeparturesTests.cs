using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Compile;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Tests.Compile;

public sealed class DeparturesTests
{
    private static readonly SiteId Shop = new("default", "shop");
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_place_stays_for_its_ttl_and_the_drain_after_it_was_last_named_and_then_goes()
    {
        var time = new FakeTimeProvider();
        var departures = new Departures(time);
        Assert.Contains((Shop, "fra"), departures.Now(Table(true), _ => Ttl));

        time.Advance(Ttl + Departures.Drain);
        Assert.Contains((Shop, "fra"), departures.Now(Table(false), _ => Ttl));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(departures.Now(Table(false), _ => Ttl));
    }

    [Fact]
    public void A_site_that_is_gone_keeps_no_place()
    {
        var departures = new Departures(new FakeTimeProvider());
        departures.Now(Table(true), _ => Ttl);

        Assert.Empty(departures.Now(Table(false), _ => null));
    }

    private static VerdictTable Table(bool serviceable) => new(
        1, DateTimeOffset.UnixEpoch, [new Verdict(Shop, "fra", serviceable, serviceable ? ["fra-1"] : [], [])]);
}
