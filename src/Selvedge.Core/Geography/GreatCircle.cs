using Selvedge.Core.Resources;

namespace Selvedge.Core.Geography;

/// <summary>Distances on a sphere of the Earth's mean radius; off by at most 0.6 % from the ellipsoid.</summary>
public static class GreatCircle
{
    /// <summary>The mean radius of the Earth.</summary>
    public const double EarthRadiusKilometres = 6371.0088;

    /// <summary>The way along the surface, in kilometres: 0 to about 20,015. Symmetric.</summary>
    public static double Kilometres(Coordinates from, Coordinates to)
    {
        var fromLatitude = double.DegreesToRadians(from.Latitude);
        var toLatitude = double.DegreesToRadians(to.Latitude);
        var halfLatitude = Math.Sin((toLatitude - fromLatitude) / 2);
        var halfLongitude = Math.Sin(double.DegreesToRadians(to.Longitude - from.Longitude) / 2);

        // The haversine form stays exact for neighbours, where the cosine form loses every digit.
        var haversine = (halfLatitude * halfLatitude)
            + (Math.Cos(fromLatitude) * Math.Cos(toLatitude) * halfLongitude * halfLongitude);
        return 2 * EarthRadiusKilometres * Math.Asin(Math.Min(1, Math.Sqrt(haversine)));
    }
}
