using CsCheck;
using Selvedge.Core.Caching;

namespace Selvedge.Core.Tests.Caching;

public sealed class ConditionsTests
{
    private static readonly DateTimeOffset Changed = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly EntityTag Tag = new("a", Weak: false);

    private static readonly Gen<long?> Ends = Gen.Nullable(Gen.Long[0, 50]);

    private static readonly ResponseFacts Page =
        new() { Tag = Tag, LastModified = Changed, Date = Changed.AddHours(1) };

    [Theory]
    [InlineData("a", false, true)]
    [InlineData("a", true, true)]
    [InlineData("b", false, false)]
    public void RFC9110_13_1_2_If_None_Match_compares_weakly(string opaque, bool weak, bool expected) => Assert.Equal(
        expected,
        Conditions.NotModified(new() { HasIfNoneMatch = true, IfNoneMatch = [new(opaque, weak)] }, Page));

    [Fact]
    public void RFC9110_13_1_2_a_star_matches_whatever_is_there() => Assert.True(
        Conditions.NotModified(new() { HasIfNoneMatch = true, IfNoneMatchAny = true }, Page));

    [Fact]
    public void RFC9110_13_1_3_If_Modified_Since_is_ignored_beside_If_None_Match()
    {
        var both = new RequestFacts
        {
            HasIfNoneMatch = true,
            IfNoneMatch = [new("b", false)],
            IfModifiedSince = Changed.AddDays(1),
        };
        Assert.False(Conditions.NotModified(both, Page));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void RFC9110_13_1_3_not_modified_since_the_date(int seconds, bool expected) => Assert.Equal(
        expected, Conditions.NotModified(new() { IfModifiedSince = Changed.AddSeconds(seconds) }, Page));

    [Fact]
    public void RFC9110_13_2_1_conditions_are_for_successes_and_reads_only()
    {
        var any = new RequestFacts { HasIfNoneMatch = true, IfNoneMatchAny = true };
        Assert.False(Conditions.NotModified(any, Page with { Status = 404 }));
        Assert.False(Conditions.NotModified(any with { Method = "POST" }, Page));
        Assert.True(Conditions.NotModified(any with { Method = "HEAD" }, Page));
    }

    [Theory]
    [InlineData(0L, 0L, RangeVerdict.Part, 0, 1)]
    [InlineData(2L, 4L, RangeVerdict.Part, 2, 3)]
    [InlineData(2L, 999L, RangeVerdict.Part, 2, 8)]
    [InlineData(9L, null, RangeVerdict.Part, 9, 1)]
    [InlineData(null, 3L, RangeVerdict.Part, 7, 3)]
    [InlineData(null, 99L, RangeVerdict.Part, 0, 10)]
    [InlineData(10L, null, RangeVerdict.Unsatisfiable, 0, 0)]
    [InlineData(null, 0L, RangeVerdict.Unsatisfiable, 0, 0)]
    public void RFC9110_14_1_2_ranges_of_ten_bytes(
        long? first, long? last, RangeVerdict expected, long offset, long count)
    {
        var request = new RequestFacts { HasRange = true, Range = new ByteRange(first, last) };
        Assert.Equal(expected, Conditions.Range(request, Page, 10, out var from, out var bytes));
        Assert.Equal((offset, count), (from, bytes));
    }

    [Fact]
    public void RFC9110_13_1_5_If_Range_needs_a_strong_match()
    {
        var part = new RequestFacts { Range = new ByteRange(0, 0), HasIfRange = true };
        Assert.Equal(RangeVerdict.Part, Range(part with { IfRangeTag = Tag }, Page));
        Assert.Equal(RangeVerdict.Whole, Range(part with { IfRangeTag = Tag with { Weak = true } }, Page));
        Assert.Equal(RangeVerdict.Whole, Range(part with { IfRangeTag = new("b", false) }, Page));
        Assert.Equal(RangeVerdict.Part, Range(part with { IfRangeDate = Changed }, Page));
        Assert.Equal(RangeVerdict.Whole, Range(part with { IfRangeDate = Changed.AddSeconds(1) }, Page));
        Assert.Equal(RangeVerdict.Whole, Range(part with { IfRangeDate = Changed }, Page with { Date = Changed }));
        Assert.Equal(RangeVerdict.Whole, Range(part, Page));
    }

    [Fact]
    public void Parts_lie_within_the_whole() =>
        Gen.Select(Ends, Ends, Gen.Long[0, 30]).Sample((first, last, length) =>
        {
            if (new ByteRange(first, last < first ? first : last).TryResolve(length, out var offset, out var count))
            {
                Assert.True(offset >= 0 && count > 0 && offset + count <= length);
            }
        });

    private static RangeVerdict Range(RequestFacts request, ResponseFacts response) =>
        Conditions.Range(request, response, 10, out _, out _);
}
