namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>Where a metric comes from: <c>autoscaling/v2 MetricSourceType</c>.</summary>
public enum MetricSource
{
    /// <summary>What each pod uses of cpu or memory.</summary>
    Resource,

    /// <summary>One value a pod.</summary>
    Pods,

    /// <summary>One value that describes a document, for example requests of a Site: Kubernetes'
    /// <c>Object</c>.</summary>
    Described,

    /// <summary>One value from elsewhere.</summary>
    External,
}
