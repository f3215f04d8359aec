namespace Selvedge.Origin;

/// <summary>When the sun rises and sets, from its declination; good to some minutes, refraction included.</summary>
internal static class Daylight
{
    /// <summary>The year that the site shows.</summary>
    public const int Year = 2026;

    /// <summary>Days of <see cref="Year"/>.</summary>
    public const int Days = 365;

    private const double TiltDegrees = 23.44;

    // The sun's upper edge on the horizon, lifted by the air.
    private const double HorizonDegrees = -0.833;

    /// <summary>The length of a day in minutes, 0 to 1440.</summary>
    /// <param name="latitude">Degrees, north positive.</param>
    /// <param name="day">0 is the first of January.</param>
    public static double Minutes(double latitude, int day)
    {
        // The winter solstice lies ten days before the first of January.
        var declination = -double.DegreesToRadians(TiltDegrees) * Math.Cos(2 * Math.PI * (day + 10) / Days);
        var here = double.DegreesToRadians(latitude);
        var cosine = (Math.Sin(double.DegreesToRadians(HorizonDegrees)) - (Math.Sin(here) * Math.Sin(declination)))
            / (Math.Cos(here) * Math.Cos(declination));
        return 2 * Math.Acos(Math.Clamp(cosine, -1, 1)) / (2 * Math.PI) * 1440;
    }
}
