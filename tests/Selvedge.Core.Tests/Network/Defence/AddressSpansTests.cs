using CsCheck;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Core.Tests.Network.Defence;

public sealed class AddressSpansTests
{
    private static readonly Gen<(uint Address, int Length)[]> Prefixes =
        Gen.Select(Gen.UInt[0, 4095].Select(low => (low & 15) << 28 | low >> 4), Gen.Int[0, 32]).Array[0, 30];

    [Fact]
    public void Merged_spans_hold_the_same_addresses_sorted_and_apart() => Prefixes.Sample(prefixes =>
    {
        var spans = prefixes.Select(prefix => AddressSpans.OfPrefix(prefix.Address, prefix.Length)).ToList();
        var merged = AddressSpans.Merge(spans);
        for (var i = 1; i < merged.Length; i++)
        {
            Assert.True(merged[i - 1].Last < merged[i].First - 1);
        }

        foreach (var address in Edges(spans))
        {
            Assert.Equal(
                spans.Exists(span => address >= span.First && address <= span.Last),
                AddressSpans.Contains(merged, address));
        }
    });

    [Fact]
    public void What_is_taken_away_is_gone_and_nothing_else() => Gen.Select(Prefixes, Prefixes).Sample((all, taken) =>
    {
        var one = AddressSpans.Merge(all.Select(prefix => AddressSpans.OfPrefix(prefix.Address, prefix.Length)));
        var two = AddressSpans.Merge(taken.Select(prefix => AddressSpans.OfPrefix(prefix.Address, prefix.Length)));
        var left = AddressSpans.Without(one, two);
        foreach (var address in Edges([.. one, .. two]))
        {
            Assert.Equal(
                AddressSpans.Contains(one, address) && !AddressSpans.Contains(two, address),
                AddressSpans.Contains(left, address));
        }
    });

    [Fact]
    public void Differences_lead_from_one_set_to_the_other() => Gen.Select(Prefixes, Prefixes).Sample((from, to) =>
    {
        var before = AddressSpans.Merge(from.Select(prefix => AddressSpans.OfPrefix(prefix.Address, prefix.Length)));
        var after = AddressSpans.Merge(to.Select(prefix => AddressSpans.OfPrefix(prefix.Address, prefix.Length)));
        var (gone, come) = AddressSpans.Difference(before, after);
        Assert.Equal(after, before.Except(gone).Concat(come).OrderBy(span => span.First));
        Assert.Empty(gone.Intersect(come));
    });

    [Fact]
    public void Half_a_million_prefixes_are_read_and_merged_in_two_seconds()
    {
        var texts = Enumerable.Range(0, 500_000)
            .Select(i => $"{1 + (i % 200)}.{i / 200 % 256}.{i / 51_200 * 16}.0/24").ToList();
        var time = TimeProvider.System;
        var begun = time.GetTimestamp();
        var set = AddressSet.Of(texts);
        Assert.InRange(time.GetElapsedTime(begun).TotalSeconds, 0, 2);
        Assert.InRange(set.Count, 400_000, 500_000);
    }

    [Theory]
    [InlineData("192.0.2.1", 32)]
    [InlineData("192.0.2.0/24", 24)]
    [InlineData("2001:db8::/32", 32)]
    [InlineData("::1", 128)]
    public void Prefixes_and_addresses_are_read(string text, int length)
    {
        Assert.True(AddressSet.TryParse(text, out _, out var read));
        Assert.Equal(length, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/ 8")]
    [InlineData("example.com")]
    [InlineData("fe80::1%eth0")]
    [InlineData("/8")]
    public void What_is_no_prefix_is_refused(string text) => Assert.False(AddressSet.TryParse(text, out _, out _));

    private static IEnumerable<uint> Edges(IEnumerable<AddressSpan<uint>> spans) => spans.SelectMany(span =>
        new[] { span.First, span.Last, unchecked(span.First - 1), unchecked(span.Last + 1) });
}
