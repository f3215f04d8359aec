using System.Collections.Immutable;
using System.Numerics;

namespace Selvedge.Core.Network.Defence;

/// <summary>Sets of addresses as spans: sorted, apart, with at least one address between any two. Pure.</summary>
public static class AddressSpans
{
    /// <summary>The addresses that share the first <paramref name="length"/> bits of <paramref name="address"/>.
    /// </summary>
    public static AddressSpan<T> OfPrefix<T>(T address, int length)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var bits = int.CreateTruncating(T.PopCount(T.MaxValue));
        var host = length == bits ? T.Zero : T.MaxValue >> length;
        return new AddressSpan<T>(address & ~host, address | host);
    }

    /// <summary>The same addresses in the fewest spans.</summary>
    public static ImmutableArray<AddressSpan<T>> Merge<T>(IEnumerable<AddressSpan<T>> all)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        List<AddressSpan<T>> spans = [.. all];
        spans.Sort(static (left, right) => left.First.CompareTo(right.First));
        var merged = ImmutableArray.CreateBuilder<AddressSpan<T>>(spans.Count);
        foreach (var span in spans)
        {
            if (merged.Count > 0 && Touches(merged[^1], span))
            {
                merged[^1] = merged[^1] with { Last = T.Max(merged[^1].Last, span.Last) };
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged.DrainToImmutable();
    }

    /// <summary>Those of the first that the second lacks.</summary>
    public static ImmutableArray<AddressSpan<T>> Without<T>(
        ImmutableArray<AddressSpan<T>> all, ImmutableArray<AddressSpan<T>> taken)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var left = ImmutableArray.CreateBuilder<AddressSpan<T>>(all.Length);
        var next = 0;
        foreach (var span in all)
        {
            var first = span.First;
            var ended = false;
            while (next < taken.Length && taken[next].Last < first)
            {
                next++;
            }

            for (var i = next; i < taken.Length && taken[i].First <= span.Last && !ended; i++)
            {
                if (taken[i].First > first)
                {
                    left.Add(new AddressSpan<T>(first, taken[i].First - T.One));
                }

                ended = taken[i].Last >= span.Last;
                first = ended ? first : taken[i].Last + T.One;
            }

            if (!ended)
            {
                left.Add(new AddressSpan<T>(first, span.Last));
            }
        }

        return left.DrainToImmutable();
    }

    /// <summary>What has to be taken out and put in, span by span, to get from one set to another.</summary>
    public static (ImmutableArray<AddressSpan<T>> Gone, ImmutableArray<AddressSpan<T>> Come) Difference<T>(
        ImmutableArray<AddressSpan<T>> before, ImmutableArray<AddressSpan<T>> after)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var gone = ImmutableArray.CreateBuilder<AddressSpan<T>>();
        var come = ImmutableArray.CreateBuilder<AddressSpan<T>>();
        var (old, wanted) = (0, 0);
        while (old < before.Length || wanted < after.Length)
        {
            if (old < before.Length && wanted < after.Length && before[old] == after[wanted])
            {
                old++;
                wanted++;
            }
            else if (wanted == after.Length
                || (old < before.Length && before[old].First <= after[wanted].First))
            {
                gone.Add(before[old++]);
            }
            else
            {
                come.Add(after[wanted++]);
            }
        }

        return (gone.ToImmutable(), come.ToImmutable());
    }

    /// <summary>Whether an address is in the set.</summary>
    public static bool Contains<T>(ImmutableArray<AddressSpan<T>> spans, T address)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var (first, last) = (0, spans.Length - 1);
        while (first <= last)
        {
            var middle = (first + last) >>> 1;
            if (spans[middle].Last < address)
            {
                first = middle + 1;
            }
            else if (spans[middle].First > address)
            {
                last = middle - 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static bool Touches<T>(AddressSpan<T> before, AddressSpan<T> next)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T> =>
        before.Last == T.MaxValue || next.First <= before.Last + T.One;
}
