namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>Which Kubernetes cluster runs a node's pods.</summary>
public sealed record ClusterOptions
{
    /// <summary>This node's name: only pods that are given to it are run, and only objects with its label are
    /// touched.</summary>
    public required string Node { get; init; }

    /// <summary>Its address, for <c>status.hostIP</c>. The default is empty.</summary>
    public string HostAddress { get; init; } = "";

    /// <summary>The kubeconfig file. Empty (the default): the node itself runs in the cluster, as a pod with a service
    /// account.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>Which context of the kubeconfig. Empty (the default): its current one.</summary>
    public string Context { get; init; } = "";

    /// <summary>The namespace of the cluster that everything goes into; it has to be there.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether pods end with the node. False (the default): they go on, and the next process of the node takes
    /// them up.</summary>
    public bool StopPodsWithNode { get; init; }
}
