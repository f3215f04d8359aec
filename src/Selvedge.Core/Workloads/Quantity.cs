using System.Globalization;

namespace Selvedge.Core.Workloads;

/// <summary>Kubernetes' quantity: a decimal number with a suffix, such as <c>250m</c>, <c>1.5</c>, <c>64Mi</c> or
/// <c>1e3</c>. Kept in thousandths, rounded up as Kubernetes does.</summary>
/// <param name="MilliUnits">The value in thousandths.</param>
public readonly record struct Quantity(long MilliUnits)
{
    /// <summary>Whole units, a fraction rounded up.</summary>
    public long Units => MilliUnits / 1000 + (MilliUnits % 1000 > 0 ? 1 : 0);

    /// <summary>As Kubernetes writes a plain number: <c>250m</c>, or <c>3</c> where it is whole.</summary>
    public override string ToString() => MilliUnits % 1000 == 0
        ? (MilliUnits / 1000).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{MilliUnits}m");

    /// <summary>Reads a quantity.</summary>
    /// <returns>False where the text is none, or too large for 64 bits of thousandths.</returns>
    public static bool TryParse(string? text, out Quantity quantity)
    {
        quantity = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var end = text.Length;
        while (end > 0 && !char.IsAsciiDigit(text[end - 1]) && text[end - 1] != '.')
        {
            end--;
        }

        // 1e3 ends in a digit, so that its exponent stays with the number.
        if (Scale(text[end..]) is not { } scale
            || !decimal.TryParse(
                text[..end], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
                    | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        try
        {
            quantity = new Quantity((long)decimal.Ceiling(number * scale * 1000));
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>Processors as Kubernetes writes them: <c>2</c> or <c>1900m</c>.</summary>
    /// <param name="millis">Thousandths.</param>
    public static string Processors(long millis) => millis % 1000 == 0
        ? FormattableString.Invariant($"{millis / 1000}")
        : FormattableString.Invariant($"{millis}m");

    /// <summary>Memory as Kubernetes writes it, in the largest binary unit that keeps every byte:
    /// <c>64Mi</c>.</summary>
    public static string Memory(long bytes)
    {
        string[] units = ["", "Ki", "Mi", "Gi", "Ti"];
        var unit = 0;
        while (unit < units.Length - 1 && bytes != 0 && bytes % 1024 == 0)
        {
            (bytes, unit) = (bytes / 1024, unit + 1);
        }

        return FormattableString.Invariant($"{bytes}{units[unit]}");
    }

    private static decimal? Scale(string suffix) => suffix switch
    {
        "" => 1,
        "m" => 0.001m,
        "k" => 1_000,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        "T" => 1_000_000_000_000,
        "P" => 1_000_000_000_000_000,
        "E" => 1_000_000_000_000_000_000,
        "Ki" => 1L << 10,
        "Mi" => 1L << 20,
        "Gi" => 1L << 30,
        "Ti" => 1L << 40,
        "Pi" => 1L << 50,
        "Ei" => 1L << 60,
        _ => null,
    };
}
