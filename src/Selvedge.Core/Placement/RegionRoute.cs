namespace Selvedge.Core.Placement;

/// <summary>A part of a region's requests, and who serves it.</summary>
/// <param name="Geohash">The region.</param>
/// <param name="Location">The location's name.</param>
/// <param name="RequestsPerSecond">How much; more than 0.</param>
/// <param name="Milliseconds">The round trip between them.</param>
public sealed record RegionRoute(string Geohash, string Location, double RequestsPerSecond, double Milliseconds)
{
    /// <summary>True: the round trip is measured. False: it is what distance lets expect.</summary>
    public bool IsMeasured { get; init; }
}
