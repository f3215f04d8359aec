using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>One node as every node knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">IPv4 or IPv6 in text form.</param>
/// <param name="HttpPort">Where HTTP is served.</param>
/// <param name="HttpsPort">Where HTTPS is served.</param>
public sealed record NetworkNode(string Name, ImmutableArray<string> Addresses, int HttpPort, int HttpsPort);
