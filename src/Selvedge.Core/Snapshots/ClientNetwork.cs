using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>A network of clients with a declared place, from the ConfigMap <c>client-map</c>.</summary>
/// <param name="Prefix">CIDR, IPv4 or IPv6.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Coordinates">Where on Earth.</param>
public sealed record ClientNetwork(string Prefix, string Country, Coordinates Coordinates);
