using Selvedge.Core.Resources;

namespace Selvedge.Core.Nodes;

/// <summary>Requests that a node served for one site to clients of one region.</summary>
/// <param name="Site">Which site.</param>
/// <param name="Region">Two characters of geohash; empty: the client's place is not known.</param>
/// <param name="RequestsPerSecond">Over the last status interval.</param>
public sealed record RegionRequests(SiteId Site, string Region, double RequestsPerSecond)
{
    /// <summary>The most entries of one status, so that it stays a small message: beyond the largest, regions are
    /// counted to the empty one.</summary>
    public const int RegionsMax = 512;
}
