using CsCheck;
using Selvedge.Core.Caching;

namespace Selvedge.Core.Tests.Caching;

public sealed class ReuseTests
{
    private static readonly RequestFacts Get = new();
    private static readonly ResponseFacts Stored = new();

    [Theory]
    [InlineData(9, ReuseVerdict.Serve)]
    [InlineData(10, ReuseVerdict.RevalidateStale)]
    [InlineData(11, ReuseVerdict.RevalidateStale)]
    public void RFC9111_4_2_fresh_is_served_and_stale_is_validated(int age, ReuseVerdict expected) =>
        Expect(expected, Get, Stored, age);

    [Fact]
    public void RFC9111_5_2_2_4_no_cache_is_validated_whenever_used() => Expect(
        ReuseVerdict.RevalidateStale, Get, Stored with { Directives = new() { NoCache = true } }, 0);

    [Fact]
    public void RFC9111_5_2_1_4_no_cache_in_the_request_is_honoured() =>
        Expect(ReuseVerdict.RevalidateRequest, Get with { Directives = new() { NoCache = true } }, Stored, 0);

    [Theory]
    [InlineData(4, 5, ReuseVerdict.RevalidateRequest)]
    [InlineData(5, 5, ReuseVerdict.Serve)]
    [InlineData(0, 0, ReuseVerdict.RevalidateRequest)]
    public void RFC9111_5_2_1_1_max_age_in_the_request_limits_the_age(int asked, int age, ReuseVerdict expected) =>
        Expect(expected, Get with { Directives = new() { MaxAge = Seconds(asked) } }, Stored, age);

    [Theory]
    [InlineData(5, 5, ReuseVerdict.Serve)]
    [InlineData(6, 5, ReuseVerdict.RevalidateRequest)]
    public void RFC9111_5_2_1_3_min_fresh_wants_some_lifetime_left(int asked, int age, ReuseVerdict expected) =>
        Expect(expected, Get with { Directives = new() { MinFresh = Seconds(asked) } }, Stored, age);

    [Theory]
    [InlineData(5, 15, ReuseVerdict.Serve)]
    [InlineData(5, 16, ReuseVerdict.RevalidateStale)]
    public void RFC9111_5_2_1_2_max_stale_welcomes_the_stale(int asked, int age, ReuseVerdict expected) =>
        Expect(expected, Get with { Directives = new() { MaxStale = Seconds(asked) } }, Stored, age);

    [Fact]
    public void RFC9111_4_2_4_must_revalidate_and_its_like_are_never_served_stale()
    {
        var welcome = Get with { Directives = new() { MaxStale = TimeSpan.MaxValue } };
        Expect(ReuseVerdict.Serve, welcome, Stored, 1000);
        foreach (var directives in new CacheDirectives[]
        {
            new() { MustRevalidate = true }, new() { ProxyRevalidate = true }, new() { SharedMaxAge = Seconds(10) },
        })
        {
            Expect(ReuseVerdict.RevalidateStale, welcome, Stored with { Directives = directives }, 1000);
            Assert.False(Reuse.OnError(
                Get, Stored with { Directives = directives }, Seconds(11), Seconds(10), TimeSpan.FromDays(1)));
        }
    }

    [Theory]
    [InlineData(14, ReuseVerdict.ServeAndRevalidate)]
    [InlineData(16, ReuseVerdict.RevalidateStale)]
    public void RFC5861_3_within_stale_while_revalidate_it_is_served_and_validated(int age, ReuseVerdict expected) =>
        Expect(expected, Get, Stored with { Directives = new() { StaleWhileRevalidate = Seconds(5) } }, age);

    [Theory]
    [InlineData(null, 20, true)]
    [InlineData(null, 21, false)]
    [InlineData(3, 13, true)]
    [InlineData(3, 14, false)]
    public void RFC5861_4_stale_if_error_comes_before_the_sites_grace(int? stated, int age, bool expected)
    {
        var stored = Stored with
        {
            Directives = new() { StaleIfError = stated is { } seconds ? Seconds(seconds) : null },
        };
        Assert.Equal(expected, Reuse.OnError(Get, stored, Seconds(age), Seconds(10), Seconds(10)));
    }

    [Fact]
    public void RFC9111_3_5_authorized_requests_get_only_what_is_for_all()
    {
        var authorized = Get with { Authorized = true };
        Expect(ReuseVerdict.Unusable, authorized, Stored, 0);
        Expect(ReuseVerdict.Serve, authorized, Stored with { Directives = new() { Public = true } }, 0);
    }

    [Fact]
    public void RFC9111_4_2_4_nothing_stale_is_served_unless_somebody_allowed_it() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 20], Gen.Bool, Gen.Bool).Sample((age, lifetime, must, noCache) =>
        {
            var stored = Stored with { Directives = new() { MustRevalidate = must, NoCache = noCache } };
            var verdict = Reuse.Decide(Get, stored, Seconds(age), Seconds(lifetime), overridden: false);
            Assert.Equal(age < lifetime && !noCache, verdict == ReuseVerdict.Serve);
        });

    private static void Expect(ReuseVerdict expected, RequestFacts request, ResponseFacts stored, int age) =>
        Assert.Equal(expected, Reuse.Decide(request, stored, Seconds(age), Seconds(10), overridden: false));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
