using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;

namespace Selvedge.Configuration;

/// <summary>What runs pods on a node.</summary>
internal sealed partial record RuntimeConfiguration
{
    /// <summary><c>containers</c> (the default): podman, or an engine with Docker's API; <c>process</c>: plain
    /// processes, for development; <c>kubernetes</c>: a cluster, which is the location.</summary>
    public string Kind { get; init; } = "containers";

    /// <summary>For <c>containers</c>: the Unix socket of an engine that runs already. Empty: podman is started.
    /// </summary>
    public string Socket { get; init; } = "";

    /// <summary>For <c>process</c>: folders with images.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>For <c>kubernetes</c>: the kubeconfig file. Empty: the node runs in the cluster, as a pod with a
    /// service account.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>For <c>kubernetes</c>: which context of the kubeconfig. Empty: its current one.</summary>
    public string Context { get; init; } = "";

    /// <summary>For <c>kubernetes</c>: the namespace of the cluster that pods run in. It has to be there.</summary>
    public string Namespace { get; init; } = "selvedge";

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
        if (Kind is not ("containers" or "process" or "kubernetes"))
        {
            yield return $"runtime.kind: {Kind} is not known. Write containers, process or kubernetes.";
        }

        foreach (var (path, value) in new[] { ("kubeconfig", Kubeconfig), ("context", Context) })
        {
            if (value.Length > 0 && Kind != "kubernetes")
            {
                yield return $"runtime.{path}: is for a cluster. Write kind: kubernetes, or remove it.";
            }
        }

        if (Context.Length > 0 && Kubeconfig.Length == 0)
        {
            yield return $"runtime.context: {Context} is in no kubeconfig. Write runtime.kubeconfig too.";
        }

        if (!NamespaceName().IsMatch(Namespace))
        {
            yield return $"runtime.namespace: {Namespace} cannot be a namespace. "
                + "Write up to 63 small letters, digits and hyphens, for example selvedge.";
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

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamespaceName();
}
