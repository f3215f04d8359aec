using System.Numerics;

namespace Selvedge.Edge.Dns;

/// <summary>Networks flattened into sorted ranges, so that a look-up is one binary search. Immutable.</summary>
/// <typeparam name="T">The address as a number: <see cref="uint"/> or <see cref="UInt128"/>.</typeparam>
internal sealed class AddressRanges<T>
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    /// <summary>The region of addresses that no network holds.</summary>
    internal const int Gap = -1;

    private const int IndexBits = 16;
    private readonly T[] _starts;
    private readonly int[] _regions;
    private readonly int[] _index;
    private readonly int _indexShift = int.CreateTruncating(T.PopCount(T.MaxValue)) - IndexBits;

    private AddressRanges(T[] starts, int[] regions)
    {
        _starts = starts;
        _regions = regions;
        _index = new int[(1 << IndexBits) + 1];
        var range = 0;
        for (var high = 0; high < 1 << IndexBits; high++)
        {
            var start = T.CreateTruncating(high) << _indexShift;
            while (range < starts.Length && starts[range] <= start)
            {
                range++;
            }

            _index[high] = range - 1;
        }

        _index[^1] = starts.Length - 1;
    }

    /// <summary>How many ranges there are.</summary>
    internal int Count => _starts.Length;

    /// <summary>Flattens networks. Of two that hold an address the longer prefix wins, of equals the later.</summary>
    internal static AddressRanges<T> Build(IEnumerable<AddressNetwork<T>> networks)
    {
        var starts = new List<T> { T.Zero };
        var regions = new List<int> { Gap };
        var open = new Stack<AddressNetwork<T>>();
        foreach (var network in networks.OrderBy(network => network.First).ThenBy(network => network.Length))
        {
            while (open.TryPeek(out var before) && before.Last < network.First)
            {
                Close(open, starts, regions);
            }

            Begin(network.First, network.Region, starts, regions);
            open.Push(network);
        }

        while (open.Count > 0)
        {
            Close(open, starts, regions);
        }

        return new AddressRanges<T>([.. starts], [.. regions]);
    }

    /// <summary>The region of an address.</summary>
    /// <param name="address">Any.</param>
    /// <param name="scope">The fewest leading bits such that all addresses that share them have this region.</param>
    /// <returns>The region's number, or <see cref="Gap"/>.</returns>
    internal int Find(T address, out int scope)
    {
        var high = int.CreateTruncating(address >> _indexShift);
        var (first, last) = (_index[high], _index[high + 1]);
        while (first < last)
        {
            var middle = (first + last + 1) >>> 1;
            (first, last) = _starts[middle] <= address ? (middle, last) : (first, middle - 1);
        }

        var below = first == 0 ? 0 : BitsToTell(address, _starts[first] - T.One);
        var above = first == _starts.Length - 1 ? 0 : BitsToTell(address, _starts[first + 1]);
        scope = Math.Max(below, above);
        return _regions[first];
    }

    private static int BitsToTell(T address, T other) => int.CreateTruncating(T.LeadingZeroCount(address ^ other)) + 1;

    private static void Begin(T start, int region, List<T> starts, List<int> regions)
    {
        if (starts[^1] == start)
        {
            starts.RemoveAt(starts.Count - 1);
            regions.RemoveAt(regions.Count - 1);
        }

        if (regions.Count == 0 || regions[^1] != region)
        {
            starts.Add(start);
            regions.Add(region);
        }
    }

    private static void Close(Stack<AddressNetwork<T>> open, List<T> starts, List<int> regions)
    {
        var last = open.Pop().Last;
        if (last != T.MaxValue)
        {
            Begin(last + T.One, open.TryPeek(out var around) ? around.Region : Gap, starts, regions);
        }
    }
}
