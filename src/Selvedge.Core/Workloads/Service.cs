using Selvedge.Core.Resources;

namespace Selvedge.Core.Workloads;

/// <summary>Kubernetes' <c>v1 Service</c>: the ready pods that a selector names, at each location its own.</summary>
public sealed record Service
{
    /// <summary>The Service that a Site without a backend is served from.</summary>
    public const string IngressUpstream = "ingress-upstream";

    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public ServiceSpec Spec { get; init; } = new();

    /// <summary>Whether a pod is one of its own; without a selector none is.</summary>
    public bool Selects(string podNamespace, IReadOnlyDictionary<string, string> labels) =>
        podNamespace == Metadata.Namespace
        && new LabelSelector { MatchLabels = Spec.Selector }.Matches(labels);
}
