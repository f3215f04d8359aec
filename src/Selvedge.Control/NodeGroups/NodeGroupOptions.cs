using Selvedge.Core.Scaling.NodeGroups;

namespace Selvedge.Control.NodeGroups;

/// <summary>How nodes are bought and given back.</summary>
public sealed record NodeGroupOptions
{
    /// <summary>Between two plans. The default is 15 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Budget, patience and limits.</summary>
    public required NodeGroupPolicy Policy { get; init; }

    /// <summary>A node that does not report within it has failed. The default is 10 min.</summary>
    public TimeSpan JoinWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Where nodes reach the bus, for example <c>nats://192.0.2.1:4222</c>.</summary>
    public required string BusUrl { get; init; }

    /// <summary>PEM: what they verify the bus by.</summary>
    public required string BusAuthority { get; init; }

    /// <summary>The path of this program, for commands that start nodes on this machine.</summary>
    public string Program { get; init; } = "";

    /// <summary>Where each group's command has a folder of its own.</summary>
    public required string StateDirectory { get; init; }
}
