namespace Selvedge.Dev;

/// <summary>One location of the development network.</summary>
/// <param name="Name">Of the location; its only node is this with <c>-1</c>.</param>
/// <param name="Number">The third octet of its address.</param>
/// <param name="City">For people.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
internal sealed record DevLocation(
    string Name, int Number, string City, string Country, double Latitude, double Longitude)
{
    /// <summary>The three of the design.</summary>
    public static DevLocation[] All { get; } =
    [
        new("fra", 1, "Frankfurt", "DE", 50.11, 8.68),
        new("nyc", 2, "New York", "US", 40.71, -74.01),
        new("syd", 3, "Sydney", "AU", -33.87, 151.21),
    ];

    /// <summary>The name of its node.</summary>
    public string Node => $"{Name}-1";
}
