namespace Selvedge.Core.Workloads;

/// <summary>A field of the pod itself.</summary>
public sealed record FieldReference
{
    /// <summary><c>metadata.name</c>, <c>metadata.namespace</c>, <c>metadata.uid</c>, <c>metadata.labels['KEY']</c>,
    /// <c>metadata.annotations['KEY']</c>, <c>spec.nodeName</c> or <c>status.podIP</c>.</summary>
    public string FieldPath { get; init; } = "";
}
