namespace Selvedge.Core.Nodes;

/// <summary>The round trip between a node and the clients of one region, as the node's kernel measured it.</summary>
/// <param name="Region">Two characters of geohash.</param>
/// <param name="Connections">How many of the latest connections it is the median of.</param>
/// <param name="Milliseconds">More than 0, up to <see cref="MillisecondsMax"/>.</param>
public sealed record RegionRoundTrip(string Region, int Connections, double Milliseconds)
{
    /// <summary>The most entries of one status, so that it stays a small message; as many as of the demand.</summary>
    public const int RegionsMax = RegionRequests.RegionsMax;

    /// <summary>Ten times what a satellite takes there and back: whatever tells more is broken, or waits on
    /// purpose.</summary>
    public const double MillisecondsMax = 10_000;
}
