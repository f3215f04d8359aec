using System.Globalization;
using System.Text;

namespace Selvedge.Core.Resources;

/// <summary>Durations as documents write them: <c>250ms</c>, <c>30s</c>, <c>1h30m</c>, <c>7d</c>.</summary>
public static class Duration
{
    /// <summary>The longest duration a document may name: ten years hold every lifetime that the network
    /// knows.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(3650);

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Reads one or more whole numbers, each with its unit, largest unit first. <c>0</c> alone is
    /// allowed.</summary>
    /// <returns>False for anything else, for a repeated unit and for more than <see cref="Max"/>.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text is "0")
        {
            return true;
        }

        var ticks = 0L;
        var nextUnit = 0;
        while (text.Length > 0)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 12 || !TryUnit(text[digits..], nextUnit, out var unit))
            {
                return false;
            }

            var number = long.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            if (number > (Max.Ticks - ticks) / Units[unit].Ticks)
            {
                return false;
            }

            ticks += number * Units[unit].Ticks;
            text = text[(digits + Units[unit].Unit.Length)..];
            nextUnit = unit + 1;
            if (text.Length == 0)
            {
                duration = new TimeSpan(ticks);
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the shortest form that <see cref="TryParse"/> reads back, in whole milliseconds.</summary>
    public static string Format(TimeSpan duration)
    {
        var left = duration.Ticks;
        var text = new StringBuilder();
        foreach (var (unit, ticks) in Units)
        {
            if (left / ticks is var count && count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
                left -= count * ticks;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static bool TryUnit(ReadOnlySpan<char> text, int from, out int index)
    {
        var letters = text.IndexOfAnyInRange('0', '9');
        var unit = letters < 0 ? text : text[..letters];
        for (index = from; index < Units.Length; index++)
        {
            if (unit.SequenceEqual(Units[index].Unit))
            {
                return true;
            }
        }

        return false;
    }
}
