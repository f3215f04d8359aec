using System.Collections.Immutable;
using System.Net;

namespace Selvedge.Commands.Drills;

/// <summary>A node as a drill sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Location">Its location.</param>
/// <param name="Addresses">Where users reach it.</param>
/// <param name="HttpsPort">Where it serves HTTPS.</param>
/// <param name="Dns">Where it alone answers DNS; empty where that is not known.</param>
internal sealed record DrillNode(
    string Name, string Location, ImmutableArray<IPAddress> Addresses, int HttpsPort, ImmutableArray<IPEndPoint> Dns);
