using Selvedge.Core.Resources;

namespace Selvedge.Edge.Dns;

/// <summary>A place on Earth that clients are known to be at. Clients of one region get the same answers.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, or null.</param>
/// <param name="Coordinates">Or null.</param>
internal sealed record ClientRegion(string? Country, Coordinates? Coordinates);
