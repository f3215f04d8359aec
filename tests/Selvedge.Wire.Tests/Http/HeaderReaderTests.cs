using System.Globalization;
using CsCheck;
using Selvedge.Core.Caching;
using Selvedge.Wire.Http;

namespace Selvedge.Wire.Tests.Http;

public sealed class HeaderReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    // Bytes that headers are made of, so that random text reaches the readers' branches.
    private static readonly Gen<string> Junk = Gen.OneOf(
        Gen.String, Gen.String[Gen.Char["\",;=-*\\ \tW/bytesqmaxage0123456789gzipr"], 0, 60]);

    private static readonly string[] Read =
    [
        "Cache-Control", "Pragma", "If-None-Match", "If-Modified-Since", "If-Range", "Range", "Expires", "Date", "Age",
        "Vary", "ETag", "Last-Modified", "Connection", "Accept-Encoding",
    ];

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    public void RFC9110_5_6_7_dates_are_read_in_three_forms(string text)
    {
        Assert.True(HttpDate.TryParse(text, Now, out var moment));
        Assert.Equal(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero), moment);
    }

    [Theory]
    [InlineData("Tuesday, 24-Nov-76 08:00:00 GMT", 2076)]
    [InlineData("Tuesday, 24-Nov-77 08:00:00 GMT", 1977)]
    public void RFC9110_5_6_7_two_digit_years_lie_at_most_50_years_ahead(string text, int year)
    {
        Assert.True(HttpDate.TryParse(text, Now, out var moment));
        Assert.Equal(year, moment.Year);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 CET")]
    [InlineData("Mon, 31 Feb 2026 00:00:00 GMT")]
    public void What_is_no_date_is_refused(string text) => Assert.False(HttpDate.TryParse(text, Now, out _));

    [Fact]
    public void Dates_round_trip() => Gen.Int[0, int.MaxValue].Sample(seconds =>
    {
        var moment = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.True(HttpDate.TryParse(HttpDate.Format(moment), Now, out var read));
        Assert.Equal(moment, read);
    });

    [Theory]
    [InlineData("max-age=60", 60)]
    [InlineData("MAX-AGE=\"60\"", 60)]
    [InlineData("max-age=60, max-age=60", 60)]
    [InlineData("max-age=60, max-age=61", 0)]
    [InlineData("max-age=sixty", 0)]
    [InlineData("max-age=-1", 0)]
    [InlineData("max-age", 0)]
    [InlineData("max-age=99999999999999999999", 2147483648)]
    [InlineData("x=\"max-age=5\", max-age=6", 6)]
    public void RFC9111_4_2_1_lifetimes(string text, long seconds)
    {
        Assert.True(CacheControlReader.TryRead(text, out var directives));
        Assert.Equal(TimeSpan.FromSeconds(seconds), directives.MaxAge);
    }

    [Fact]
    public void RFC9111_5_2_every_directive_is_read()
    {
        Assert.True(CacheControlReader.TryRead(
            "no-store,no-cache=\"Set-Cookie\" , private, public, must-revalidate, proxy-revalidate, must-understand,"
            + "only-if-cached, s-maxage=1, max-stale, min-fresh=2,"
            + "stale-while-revalidate=3, stale-if-error=4, unknown=5",
            out var directives));
        Assert.Equal(
            new CacheDirectives
            {
                NoStore = true,
                NoCache = true,
                Private = true,
                Public = true,
                MustRevalidate = true,
                ProxyRevalidate = true,
                MustUnderstand = true,
                OnlyIfCached = true,
                SharedMaxAge = TimeSpan.FromSeconds(1),
                MaxStale = TimeSpan.MaxValue,
                MinFresh = TimeSpan.FromSeconds(2),
                StaleWhileRevalidate = TimeSpan.FromSeconds(3),
                StaleIfError = TimeSpan.FromSeconds(4),
            },
            directives);
    }

    [Theory]
    [InlineData("\"a\"", "a", false)]
    [InlineData("W/\"a\\b,c\"", "a\\b,c", true)]
    [InlineData("\"\"", "", false)]
    public void RFC9110_8_8_3_entity_tags(string text, string opaque, bool weak)
    {
        Assert.True(EntityTagReader.TryRead(text, out var tag));
        Assert.Equal(new EntityTag(opaque, weak), tag);
        Assert.Equal(text, tag.ToString());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("w/\"a\"")]
    [InlineData("\"a")]
    [InlineData("\"a b\"")]
    [InlineData("W/")]
    public void What_is_no_entity_tag_is_refused(string text) => Assert.False(EntityTagReader.TryRead(text, out _));

    [Fact]
    public void RFC9110_13_1_2_lists_of_tags()
    {
        Assert.True(EntityTagReader.TryReadList("\"a,b\", W/\"c\",, x, \"d\"", out var any, out var tags));
        Assert.False(any);
        Assert.Equal([new("a,b", false), new("c", true)], tags.Take(2));
        Assert.True(EntityTagReader.TryReadList(" * ", out any, out _));
        Assert.True(any);
    }

    [Fact]
    public void Lists_of_tags_round_trip() => Gen.Select(Gen.String[Gen.Char["ab,\\;/!"], 0, 8], Gen.Bool)
        .Select((opaque, weak) => new EntityTag(opaque, weak)).Array[1, 10].Sample(tags =>
        {
            Assert.True(EntityTagReader.TryReadList(string.Join(", ", tags), out _, out var read));
            Assert.Equal(tags, read);
        });

    [Theory]
    [InlineData("bytes=0-1", 0L, 1L)]
    [InlineData("Bytes = 5-", 5L, null)]
    [InlineData("bytes=-5", null, 5L)]
    [InlineData("bytes=1-99999999999999999999", 1L, long.MaxValue)]
    public void RFC9110_14_1_2_single_ranges(string text, long? first, long? last)
    {
        Assert.True(RangeReader.TryRead(text, out var range));
        Assert.Equal(new ByteRange(first, last), range);
    }

    [Theory]
    [InlineData("bytes=0-1,2-3")]
    [InlineData("bytes=2-1")]
    [InlineData("bytes=-")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=+1-2")]
    [InlineData("items=0-1")]
    [InlineData("bytes")]
    public void RFC9110_14_2_other_ranges_may_be_ignored(string text) => Assert.False(RangeReader.TryRead(text, out _));

    [Theory]
    [InlineData(null, "identity")]
    [InlineData("", "identity")]
    [InlineData("gzip, deflate, br, zstd", "br, gzip, zstd")]
    [InlineData("br;q=1.0, gzip;q=0.8, *;q=0.1", "br, gzip, zstd")]
    [InlineData("GZIP;q=0, br", "br")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("deflate", "identity")]
    public void RFC9110_12_5_3_accepted_codings_are_reduced(string? value, string expected)
    {
        Assert.True(AcceptEncoding.TryNormalise(value, out var normal));
        Assert.Equal(expected, normal);
        Assert.True(AcceptEncoding.TryNormalise(normal, out var again));
        Assert.Equal(normal, again);
    }

    [Theory]
    [InlineData("gzip, identity;q=0")]
    [InlineData("gzip, *;q=0")]
    public void RFC9110_12_5_3_refusing_identity_is_kept_as_it_is(string value) =>
        Assert.False(AcceptEncoding.TryNormalise(value, out _));

    [Fact]
    public void RFC9110_7_6_1_connection_fields_and_those_they_list_are_removed()
    {
        var fields = new FieldList(
        [
            new("Connection", "keep-alive, X-Mine"), new("x-mine", "1"), new("Keep-Alive", "1"), new("TE", "trailers"),
            new("Upgrade", "h2c"), new("Proxy-Authorization", "x"), new("Transfer-Encoding", "chunked"),
            new(":authority", "x"), new("Accept", "*/*"),
        ]);
        HopByHop.Strip(fields);
        Assert.Equal([new Field("Accept", "*/*")], fields);
    }

    [Fact]
    public void No_text_makes_a_reader_throw() => Junk.Sample(text =>
    {
        _ = HttpDate.TryParse(text, Now, out _);
        CacheControlReader.TryRead(text, out _);
        EntityTagReader.TryRead(text, out _);
        EntityTagReader.TryReadList(text, out _, out _);
        RangeReader.TryRead(text, out _);
        AcceptEncoding.TryNormalise(text, out _);
        ListReader.Unquote(text);
        var fields = new FieldList(Read.Select(name => new Field(name, text)));
        FactsReader.Request("GET", fields, Now);
        FactsReader.Response(200, fields, Now);
        HopByHop.Strip(fields);
    });

    [Fact]
    public void RFC9111_5_3_an_unreadable_Expires_is_long_past_and_Pragma_counts_without_Cache_Control()
    {
        var response = FactsReader.Response(200, new FieldList([new("Expires", "0")]), Now);
        Assert.Equal(TimeSpan.Zero, Freshness.Lifetime(response, null));
        Assert.Equal(Now, response.Date);
        Assert.True(FactsReader.Request("GET", new FieldList([new("Pragma", "no-cache")]), Now).Directives.NoCache);
        var both = new FieldList([new("Pragma", "no-cache"), new("Cache-Control", "max-age=5")]);
        Assert.False(FactsReader.Request("GET", both, Now).Directives.NoCache);
    }

    [Fact]
    public void Seconds_round_trip() => Gen.Int[0, int.MaxValue].Sample(seconds =>
    {
        Assert.True(CacheControlReader.TrySeconds(seconds.ToString(CultureInfo.InvariantCulture), out var read));
        Assert.Equal(TimeSpan.FromSeconds(seconds), read);
    });
}
