using Selvedge.Core.Resources;

namespace Selvedge.Core.Geography;

/// <summary>Geohashes of two characters: 1,024 cells of 11.25 degrees of longitude by 5.625 of latitude, that is 1,250
/// by 625 km at the equator. Fine enough to choose among locations by, too coarse to find a person.</summary>
public static class Geohash
{
    /// <summary>How many cells there are.</summary>
    public const int Cells = 1 << (LongitudeBits + LatitudeBits);

    private const int LongitudeBits = 5;
    private const int LatitudeBits = 5;
    private const string Alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";

    /// <summary>The cell that a point lies in. A point on an edge lies in the northern or eastern cell; the pole and
    /// 180 degrees east in the last one.</summary>
    /// <param name="point">Within its ranges; beyond, it is taken to their ends.</param>
    public static string Of(Coordinates point) => NameOf(CellOf(point));

    /// <summary>The number of the cell that a point lies in, 0 up to <see cref="Cells"/>; see
    /// <see cref="Of"/>.</summary>
    public static int CellOf(Coordinates point)
    {
        var column = Step(point.Longitude + 180, 360);
        var row = Step(point.Latitude + 90, 180);
        var bits = 0;
        for (var bit = LongitudeBits - 1; bit >= 0; bit--)
        {
            bits = (bits << 2) | (((column >> bit) & 1) << 1) | ((row >> bit) & 1);
        }

        return bits;
    }

    /// <summary>The two characters of a cell's number.</summary>
    public static string NameOf(int cell) => string.Create(2, cell, static (text, bits) =>
        (text[0], text[1]) = (Alphabet[bits >> LatitudeBits], Alphabet[bits & ((1 << LatitudeBits) - 1)]));

    /// <summary>The middle of a cell.</summary>
    /// <param name="text">Two characters of the geohash alphabet, in small letters.</param>
    /// <param name="middle">The middle; the origin where the text is no cell.</param>
    /// <returns>False where the text is no cell.</returns>
    public static bool TryMiddle(string? text, out Coordinates middle)
    {
        middle = new Coordinates();
        if (text is not { Length: 2 } || !Alphabet.Contains(text[0], StringComparison.Ordinal)
            || !Alphabet.Contains(text[1], StringComparison.Ordinal))
        {
            return false;
        }

        var bits = (Alphabet.IndexOf(text[0], StringComparison.Ordinal) << 5)
            | Alphabet.IndexOf(text[1], StringComparison.Ordinal);
        var (column, row) = (0, 0);
        for (var bit = LongitudeBits - 1; bit >= 0; bit--)
        {
            column = (column << 1) | ((bits >> ((2 * bit) + 1)) & 1);
            row = (row << 1) | ((bits >> (2 * bit)) & 1);
        }

        middle = new Coordinates
        {
            Latitude = ((row + 0.5) * 180 / (1 << LatitudeBits)) - 90,
            Longitude = ((column + 0.5) * 360 / (1 << LongitudeBits)) - 180,
        };
        return true;
    }

    private static int Step(double degrees, double whole) =>
        (int)Math.Clamp(Math.Floor(degrees / whole * (1 << LongitudeBits)), 0, (1 << LongitudeBits) - 1);
}
