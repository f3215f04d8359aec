using System.Collections.Immutable;
using System.Net;

namespace Selvedge.Configuration;

/// <summary>What runs pods on a node.</summary>
internal sealed record RuntimeConfiguration
{
    /// <summary><c>containers</c> (the default): podman, or an engine with Docker's API; <c>process</c>: plain
    /// processes, for development.</summary>
    public string Kind { get; init; } = "containers";

    /// <summary>For <c>containers</c>: the Unix socket of an engine that runs already. Empty: podman is started.
    /// </summary>
    public string Socket { get; init; } = "";

    /// <summary>For <c>process</c>: folders with images.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>Loopback addresses for pods, different on each node of a machine.</summary>
    public string Addresses { get; init; } = "127.100.0.0/24";

    /// <summary>Whether pods end with the node's process. False (the default): they go on, and its next process takes
    /// them up.</summary>
    public bool StopWithNode { get; init; }

    /// <summary>What pods do not get of the machine.</summary>
    public ReservedConfiguration Reserved { get; init; } = new();

    /// <summary>Everything wrong with it, each with the path and the fix.</summary>
    public IEnumerable<string> Problems()
    {
        if (Kind is not ("containers" or "process"))
        {
            yield return $"runtime.kind: {Kind} is not known. Write containers or process.";
        }

        if (!IPNetwork.TryParse(Addresses, out var network) || !IPAddress.IsLoopback(network.BaseAddress))
        {
            yield return $"runtime.addresses: {Addresses} is no prefix of loopback addresses. "
                + "Write, for example, 127.100.1.0/24.";
        }

        foreach (var problem in Reserved.Problems("runtime.reserved"))
        {
            yield return problem;
        }
    }
}
