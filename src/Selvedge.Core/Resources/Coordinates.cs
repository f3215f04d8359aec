namespace Selvedge.Core.Resources;

/// <summary>Degrees on WGS 84.</summary>
public sealed record Coordinates
{
    /// <summary>-90 to 90, north is positive.</summary>
    public double Latitude { get; init; }

    /// <summary>-180 to 180, east is positive.</summary>
    public double Longitude { get; init; }
}
