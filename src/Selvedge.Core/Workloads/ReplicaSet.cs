using System.Globalization;
using System.Text.Json.Serialization;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Workloads;

/// <summary>Kubernetes' <c>apps/v1 ReplicaSet</c>: one revision of a Deployment; made by the control plane.</summary>
public sealed record ReplicaSet
{
    /// <summary>Name, namespace, labels; the annotation <see cref="WorkloadLabels.Revision"/> is its number.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What is wanted of it.</summary>
    public ReplicaSetSpec Spec { get; init; } = new();

    /// <summary>The hash of its template.</summary>
    [JsonIgnore]
    public string Hash => Metadata.Labels.GetValueOrDefault(WorkloadLabels.TemplateHash, "");

    /// <summary>Its number; 0 where it has none.</summary>
    [JsonIgnore]
    public long Revision => long.TryParse(
        Metadata.Annotations.GetValueOrDefault(WorkloadLabels.Revision, "0"),
        CultureInfo.InvariantCulture, out var revision) ? revision : 0;
}
