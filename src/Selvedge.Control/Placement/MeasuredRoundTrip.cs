namespace Selvedge.Control.Placement;

/// <summary>The round trip between the clients of a region and a location.</summary>
/// <param name="Geohash">The region, two characters.</param>
/// <param name="Milliseconds">As its nodes measured it.</param>
/// <param name="At">When that was told.</param>
public sealed record MeasuredRoundTrip(string Geohash, double Milliseconds, DateTimeOffset At);
