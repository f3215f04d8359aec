using System.Globalization;
using Selvedge.Core.Caching;

namespace Selvedge.Wire.Http;

/// <summary>Reads a Range field that asks for one range of bytes (RFC 9110, section 14.2).</summary>
public static class RangeReader
{
    /// <summary>Reads the one range.</summary>
    /// <returns>False for several ranges, other units and malformed ones, all of which a server may ignore.</returns>
    public static bool TryRead(ReadOnlySpan<char> value, out ByteRange range)
    {
        range = default;
        if (!ListReader.TrySplit(value, '=', out var unit, out var set)
            || !unit.Equals("bytes", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var dash = set.IndexOf('-');
        if (dash < 0 || !TryPosition(set[..dash], out var first) || !TryPosition(set[(dash + 1)..], out var last))
        {
            return false;
        }

        range = new ByteRange(first, last);
        return first is null ? last is not null : last is null || last >= first;
    }

    private static bool TryPosition(ReadOnlySpan<char> text, out long? position)
    {
        position = null;
        if (text.Length == 0)
        {
            return true;
        }

        if (text.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        // More digits than a long holds lie behind the end of any representation.
        position = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : long.MaxValue;
        return true;
    }
}
