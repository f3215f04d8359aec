using System.Collections.Immutable;

namespace Selvedge.Core.Steering;

/// <summary>What one filter of the chain did.</summary>
/// <param name="Filter">The filter's name; <c>placed</c> at the start, <c>when_all_down</c> for the fall-back.</param>
/// <param name="Places">The kept places in their new order, then those taken out in their old one.</param>
public sealed record SteeringStep(string Filter, ImmutableArray<PlaceReason> Places)
{
    /// <summary>How many places the filter was given.</summary>
    public int Given => Places.Length;

    /// <summary>How many it left.</summary>
    public int Kept => Places.Count(place => place.Kept);
}
