using Selvedge.Core.Caching;

namespace Selvedge.Core.Tests.Caching;

public sealed class ValidationTests
{
    [Fact]
    public void RFC9111_4_3_1_the_stored_validators_replace_the_clients()
    {
        var request = new FieldList(
            [new("If-None-Match", "\"client\""), new("Range", "bytes=0-"), new("Accept", "*/*")]);
        Validation.Ask(request, new FieldList([new("etag", "\"stored\""), new("Last-Modified", "then")]));
        Assert.Equal("\"stored\"", request.First("If-None-Match"));
        Assert.Equal("then", request.First("If-Modified-Since"));
        Assert.Equal(["Accept", "If-None-Match", "If-Modified-Since"], request.Select(field => field.Name));
    }

    [Fact]
    public void RFC9111_3_2_a_304_updates_every_field_but_those_of_the_content()
    {
        var stored = new FieldList(
        [
            new("Content-Type", "text/html"), new("Content-Encoding", "gzip"), new("Cache-Control", "max-age=1"),
            new("X-Kept", "1"), new("X-Twice", "a"), new("X-Twice", "b"), new("Age", "99"),
        ]);
        var merged = Validation.Merge(stored, new FieldList(
        [
            new("content-type", "text/plain"), new("Content-Length", "0"), new("cache-control", "max-age=2"),
            new("X-Twice", "c"), new("X-New", "n"), new("Set-Cookie", "id=1"),
        ]));
        Assert.Equal("text/html", merged.Combined("Content-Type"));
        Assert.Equal("gzip", merged.Combined("Content-Encoding"));
        Assert.Equal("max-age=2", merged.Combined("Cache-Control"));
        Assert.Equal("1", merged.Combined("X-Kept"));
        Assert.Equal("c", merged.Combined("X-Twice"));
        Assert.Equal("n", merged.Combined("X-New"));
        Assert.False(merged.Has("Age"));
        Assert.False(merged.Has("Set-Cookie"));
        Assert.False(merged.Has("Content-Length"));
        Assert.Equal("max-age=1", stored.Combined("Cache-Control"));
    }

    [Fact]
    public void RFC9111_4_3_4_a_304_with_another_tag_is_about_something_else()
    {
        var stored = new ResponseFacts { Tag = new EntityTag("a", false) };
        Assert.True(Validation.Concerns(stored, new ResponseFacts()));
        Assert.True(Validation.Concerns(stored, new ResponseFacts { Tag = new EntityTag("a", true) }));
        Assert.False(Validation.Concerns(stored, new ResponseFacts { Tag = new EntityTag("b", false) }));
    }

    [Theory]
    [InlineData("POST", 200, true)]
    [InlineData("DELETE", 204, true)]
    [InlineData("BREW", 200, true)]
    [InlineData("PUT", 303, true)]
    [InlineData("POST", 404, false)]
    [InlineData("POST", 500, false)]
    [InlineData("GET", 200, false)]
    [InlineData("OPTIONS", 200, false)]
    public void RFC9111_4_4_unsafe_successes_make_the_target_void(string method, int status, bool expected) =>
        Assert.Equal(
            expected, Invalidation.Keys(method, status, "https", "a.test", "/x", []).Contains("https://a.test/x"));

    [Theory]
    [InlineData("/y", true)]
    [InlineData("https://a.test/y", true)]
    [InlineData("https://b.test/y", false)]
    [InlineData("//b.test/y", false)]
    public void RFC9111_4_4_Location_at_the_same_host_is_void_too(string location, bool expected)
    {
        var keys = Invalidation.Keys("POST", 201, "https", "a.test", "/x", new FieldList([new("Location", location)]));
        Assert.Equal(expected, keys.Contains("https://a.test/y"));
        Assert.DoesNotContain(keys, key => key.Contains("b.test", StringComparison.Ordinal));
    }

    [Fact]
    public void RFC9111_4_1_variants_match_by_every_field_that_Vary_names()
    {
        var facts = new ResponseFacts { Vary = ["accept-language", "x-a"] };
        var request = new FieldList([new("Accept-Language", "de , en"), new("X-B", "1")]);
        var variant = Variant.Of(facts, request);
        Assert.True(variant.Matches(new FieldList([new("accept-language", "de"), new("Accept-Language", "en")])));
        Assert.False(variant.Matches(new FieldList([new("Accept-Language", "de")])));
        Assert.False(variant.Matches(new FieldList([new("Accept-Language", "de,en"), new("X-A", "")])));
    }

    [Fact]
    public void RFC9211_the_status_is_written_in_the_fields_form()
    {
        Assert.Equal(
            "selvedge; hit; ttl=-3", new CacheStatus { Hit = true, Ttl = TimeSpan.FromSeconds(-3.2) }.ToString());
        Assert.Equal(
            "selvedge; fwd=stale; fwd-status=304; stored; collapsed; ttl=60; detail=x",
            new CacheStatus
            {
                Forward = "stale",
                ForwardStatus = 304,
                Stored = true,
                Collapsed = true,
                Ttl = TimeSpan.FromSeconds(60),
                Detail = "x",
            }.ToString());
    }
}
