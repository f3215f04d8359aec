using System.Collections.Immutable;
using System.Net;

namespace Selvedge.Edge.Http;

/// <summary>Where a port of a Service is served at this location.</summary>
/// <param name="Own">By ready pods of this node.</param>
/// <param name="Others">By ready pods of the location's other nodes, as control last said.</param>
internal sealed record ServiceEndpoints(ImmutableArray<IPEndPoint> Own, ImmutableArray<IPEndPoint> Others)
{
    /// <summary>Nowhere.</summary>
    public static ServiceEndpoints None { get; } = new([], []);

    /// <summary>All of them, this node's own first.</summary>
    public IEnumerable<IPEndPoint> All => Own.Concat(Others);
}
