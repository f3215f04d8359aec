using Selvedge.Core.Caching;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Tests.Caching;

public sealed class StoringTests
{
    private static readonly SiteCache Site = new();
    private static readonly RequestFacts Get = new();

    private static readonly ResponseFacts Fresh = new()
    {
        Date = DateTimeOffset.UnixEpoch,
        Directives = new() { MaxAge = TimeSpan.FromSeconds(60) },
    };

    [Fact]
    public void RFC9111_3_a_fresh_response_to_GET_is_stored() => Expect(StoreVerdict.Store, Get, Fresh);

    [Theory]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("get")]
    public void RFC9111_3_other_methods_are_not(string method) =>
        Expect(StoreVerdict.Method, Get with { Method = method }, Fresh);

    [Fact]
    public void RFC9111_5_2_1_5_no_store_in_the_request_forbids_it() =>
        Expect(StoreVerdict.NoStore, Get with { Directives = new() { NoStore = true } }, Fresh);

    [Fact]
    public void RFC9111_5_2_2_5_no_store_in_the_response_forbids_it() =>
        Expect(StoreVerdict.NoStore, Get, Fresh with { Directives = Fresh.Directives with { NoStore = true } });

    [Fact]
    public void RFC9111_5_2_2_3_must_understand_outranks_no_store_for_a_known_status() => Expect(
        StoreVerdict.Store,
        Get,
        Fresh with { Directives = Fresh.Directives with { NoStore = true, MustUnderstand = true } });

    [Fact]
    public void RFC9111_5_2_2_7_private_forbids_it() =>
        Expect(StoreVerdict.Private, Get, Fresh with { Directives = Fresh.Directives with { Private = true } });

    [Fact]
    public void RFC9111_3_5_authorized_requests_need_the_responses_leave()
    {
        var authorized = Get with { Authorized = true };
        Expect(StoreVerdict.Authorized, authorized, Fresh);
        Expect(StoreVerdict.Store, authorized, Fresh with { Directives = Fresh.Directives with { Public = true } });
        Expect(
            StoreVerdict.Store,
            authorized,
            Fresh with { Directives = Fresh.Directives with { MustRevalidate = true } });
        Expect(
            StoreVerdict.Store,
            authorized,
            Fresh with { Directives = new() { SharedMaxAge = TimeSpan.FromSeconds(1) } });
    }

    [Fact]
    public void RFC9111_7_3_cookies_are_never_shared() =>
        Expect(
            StoreVerdict.SetsCookie,
            Get,
            Fresh with { SetsCookie = true, Directives = Fresh.Directives with { Public = true } });

    [Fact]
    public void RFC9111_4_1_what_varies_on_everything_is_not_stored() =>
        Expect(StoreVerdict.VaryAny, Get, Fresh with { VaryAny = true });

    [Theory]
    [InlineData(200, StoreVerdict.Store)]
    [InlineData(203, StoreVerdict.Store)]
    [InlineData(301, StoreVerdict.Store)]
    [InlineData(302, StoreVerdict.Store)]
    [InlineData(404, StoreVerdict.Store)]
    [InlineData(410, StoreVerdict.Store)]
    [InlineData(206, StoreVerdict.Status)]
    [InlineData(304, StoreVerdict.Status)]
    [InlineData(401, StoreVerdict.Status)]
    [InlineData(500, StoreVerdict.Status)]
    [InlineData(503, StoreVerdict.Status)]
    [InlineData(299, StoreVerdict.Status)]
    public void RFC9111_3_only_understood_final_statuses_are_stored(int status, StoreVerdict expected) =>
        Expect(expected, Get, Fresh with { Status = status });

    [Fact]
    public void RFC9111_3_what_is_stale_at_once_is_stored_only_if_it_can_be_validated()
    {
        var stale = Fresh with { Directives = default };
        Expect(StoreVerdict.Useless, Get, stale);
        Expect(StoreVerdict.Store, Get, stale with { Tag = new EntityTag("a", false) });
    }

    [Fact]
    public void A_site_or_rule_that_keeps_nothing_keeps_nothing()
    {
        Assert.Equal(StoreVerdict.Bypass, Storing.Decide(Get, Fresh, Site with { Enabled = false }, null));
        Assert.Equal(StoreVerdict.Bypass, Storing.Decide(Get, Fresh, Site, new SiteCacheRule { Bypass = true }));
    }

    [Fact]
    public void A_rules_ttl_makes_storable_what_states_no_lifetime() => Assert.Equal(
        StoreVerdict.Store,
        Storing.Decide(
            Get, Fresh with { Directives = default }, Site, new SiteCacheRule { Ttl = TimeSpan.FromDays(7) }));

    [Theory]
    [InlineData("/assets/a.js", 0)]
    [InlineData("/assets/a.js?v=1", 0)]
    [InlineData("/exact", 1)]
    [InlineData("/exact/more", 2)]
    public void The_first_rule_that_matches_applies(string target, int rule)
    {
        var site = new SiteCache
        {
            Rules =
            [
                new() { Match = new() { Path = "/assets/*" } },
                new() { Match = new() { Path = "/exact" } },
                new(),
            ],
        };
        Assert.Same(site.Rules[rule], Storing.RuleFor(site, target));
    }

    [Fact]
    public void Tags_come_from_Surrogate_Key_or_the_rules_field()
    {
        var fields = new FieldList([new("surrogate-key", "a  b a"), new("X-Tags", "c")]);
        Assert.Equal(["a", "b"], Storing.Tags(fields, null, 9));
        Assert.Equal(["c"], Storing.Tags(fields, new SiteCacheRule { TagsFrom = "X-Tags" }, 9));
        Assert.Equal(["a"], Storing.Tags(fields, null, 1));
    }

    private static void Expect(StoreVerdict expected, RequestFacts request, ResponseFacts response) =>
        Assert.Equal(expected, Storing.Decide(request, response, Site, null));
}
