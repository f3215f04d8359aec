using Selvedge.Core.Resources;

namespace Selvedge.Console.Map;

/// <summary>The Equal Earth projection (Šavrič, Patterson and Jenny, 2018), in the frame of <c>world.svg</c>.</summary>
internal static class EqualEarth
{
    /// <summary>The map's width in its own units.</summary>
    public const double Width = 1000;

    /// <summary>The latitude of the upper edge: Greenland's north.</summary>
    public const double North = 83.7;

    /// <summary>The latitude of the lower edge: below Cape Horn; nobody serves Antarctica.</summary>
    public const double South = -56.5;

    private const double A1 = 1.340264;
    private const double A2 = -0.081106;
    private const double A3 = 0.000893;
    private const double A4 = 0.003796;

    private static readonly double Scale = Width / (2 * Raw(180, 0).X);

    /// <summary>The map's height in its own units.</summary>
    public static double Height { get; } = (Raw(0, North).Y - Raw(0, South).Y) * Scale;

    /// <summary>Where a place is on the map: x to the right, y down, clamped into the frame.</summary>
    public static (double X, double Y) Project(Coordinates place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var (x, y) = Raw(place.Longitude, place.Latitude);
        return (Math.Clamp((Width / 2) + (x * Scale), 0, Width),
            Math.Clamp((Raw(0, North).Y - y) * Scale, 0, Height));
    }

    private static (double X, double Y) Raw(double longitude, double latitude)
    {
        var t = Math.Asin(Math.Sqrt(3) / 2 * Math.Sin(double.DegreesToRadians(latitude)));
        var t2 = t * t;
        var t6 = t2 * t2 * t2;
        var slope = (9 * A4 * t6 * t2) + (7 * A3 * t6) + (3 * A2 * t2) + A1;
        var x = 2 * Math.Sqrt(3) * double.DegreesToRadians(longitude) * Math.Cos(t) / (3 * slope);
        return (x, t * ((A4 * t6 * t2) + (A3 * t6) + (A2 * t2) + A1));
    }
}
