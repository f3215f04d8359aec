namespace Selvedge.Edge.Workloads;

/// <summary>Whose pods, and where.</summary>
public sealed record PodAgentOptions
{
    /// <summary>This node's name: only pods that are given to it are run.</summary>
    public required string Node { get; init; }

    /// <summary>Its address, for <c>status.hostIP</c>. The default is empty.</summary>
    public string HostAddress { get; init; } = "";

    /// <summary>Where volumes are kept; made where it is missing. Owner-only, since secrets lie in it.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Whether pods end with the node. False (the default): they go on, and the next process of the node takes
    /// them up. True is for development networks, which leave nothing behind.</summary>
    public bool StopPodsWithNode { get; init; }
}
