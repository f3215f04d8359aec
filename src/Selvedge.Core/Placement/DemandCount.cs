namespace Selvedge.Core.Placement;

/// <summary>Requests of one region in one step of a <see cref="DemandWindow"/>.</summary>
/// <param name="At">When the step began.</param>
/// <param name="Geohash">Two characters.</param>
/// <param name="Requests">More than 0.</param>
public sealed record DemandCount(DateTimeOffset At, string Geohash, long Requests);
