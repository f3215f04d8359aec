namespace Selvedge.Core.Placement;

/// <summary>What is at a location now, or was there last.</summary>
/// <param name="Location">The Location's name.</param>
/// <param name="IsPlaced">True: placed there now. False: taken out.</param>
/// <param name="Since">When it was put in or taken out.</param>
public sealed record PlaceHistory(string Location, bool IsPlaced, DateTimeOffset Since);
