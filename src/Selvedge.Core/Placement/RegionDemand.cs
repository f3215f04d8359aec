namespace Selvedge.Core.Placement;

/// <summary>What the clients of one region ask for.</summary>
/// <param name="Geohash">The region, two characters.</param>
/// <param name="RequestsPerSecond">0 or more.</param>
public sealed record RegionDemand(string Geohash, double RequestsPerSecond);
