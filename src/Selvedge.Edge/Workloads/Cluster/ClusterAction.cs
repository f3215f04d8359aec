using k8s.Models;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>What is to be done in the cluster for a pod. Each can be done again.</summary>
internal abstract record ClusterAction
{
    private ClusterAction()
    {
    }

    /// <summary>Make what is missing: the copies of documents, and the Deployment.</summary>
    /// <param name="Section">What the pod is to be.</param>
    /// <param name="Seen">The Deployment that is there: it stays as it is; null: there is none.</param>
    public sealed record Apply(PodSection Section, V1Deployment? Seen) : ClusterAction;

    /// <summary>End the pod, gracefully.</summary>
    /// <param name="Deployment">Its Deployment's name.</param>
    public sealed record End(string Deployment) : ClusterAction;

    /// <summary>Take away the copies of documents.</summary>
    /// <param name="Uid">Whose.</param>
    public sealed record Clean(string Uid) : ClusterAction;
}
