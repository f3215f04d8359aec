namespace Selvedge.Core.Steering;

/// <summary>What one filter did with one place.</summary>
/// <param name="Location">The place.</param>
/// <param name="Kept">False where the filter took it out.</param>
/// <param name="Reason">One short sentence with the evidence.</param>
public sealed record PlaceReason(string Location, bool Kept, string Reason);
