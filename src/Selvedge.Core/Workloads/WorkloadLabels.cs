namespace Selvedge.Core.Workloads;

/// <summary>The labels and annotations that the control plane writes on workloads.</summary>
public static class WorkloadLabels
{
    /// <summary>Label of a Pod: the Location that it runs at.</summary>
    public const string Location = "selvedge.dev/location";

    /// <summary>Label of a ReplicaSet and its pods: the hash of their template (Kubernetes' own name).</summary>
    public const string TemplateHash = "pod-template-hash";

    /// <summary>Annotation of a Deployment and its ReplicaSets: which revision they are at (Kubernetes' own name).
    /// </summary>
    public const string Revision = "deployment.kubernetes.io/revision";

    /// <summary>Annotation: why a revision was made; <c>kubectl rollout history</c> shows it.</summary>
    public const string ChangeCause = "kubernetes.io/change-cause";
}
