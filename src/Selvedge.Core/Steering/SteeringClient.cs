using Selvedge.Core.Resources;

namespace Selvedge.Core.Steering;

/// <summary>Who asks, as far as is known.</summary>
/// <param name="Address">In text form, for the record only: no filter reads it.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null where unknown.</param>
/// <param name="Coordinates">Null where unknown.</param>
public sealed record SteeringClient(string? Address, string? Country, Coordinates? Coordinates)
{
    /// <summary>Nothing is known of the client.</summary>
    public static SteeringClient Unknown { get; } = new(null, null, null);
}
