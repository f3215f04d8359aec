using System.Collections.Immutable;

namespace Selvedge.Core.Steering;

/// <summary>One location that is named to the client.</summary>
/// <param name="Location">Its name.</param>
/// <param name="Addresses">Of the nodes that may be named, IPv4 and IPv6 in text form, in the nodes' order.</param>
public sealed record SteeredPlace(string Location, ImmutableArray<string> Addresses);
