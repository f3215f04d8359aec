using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Network.Routing;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Whose routing, and where.</summary>
public sealed record RoutingOptions
{
    /// <summary>This node's name.</summary>
    public required string Node { get; init; }

    /// <summary>Its location.</summary>
    public required string Location { get; init; }

    /// <summary>Where BIRD's configuration, socket and process number are kept; made where it is missing. Owner-only,
    /// since passwords lie in it.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The BIRD daemon: a path, or a name that is found in the path.</summary>
    public string Bird { get; init; } = "bird";

    /// <summary>What comes before the commands <c>bird</c> and <c>ip</c>, as <c>ip netns exec NAME</c>; nothing by
    /// default.</summary>
    public ImmutableArray<string> Inside { get; init; } = [];

    /// <summary>Where the node's own HTTP is asked before anything is announced. Null: it is taken to be well.
    /// </summary>
    public IPEndPoint? Check { get; init; }

    /// <summary>The bounds of decisions.</summary>
    public AnnouncementPolicy Policy { get; init; } = new();
}
