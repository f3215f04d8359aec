using Selvedge.Core.Resources;

namespace Selvedge.Core.Placement;

/// <summary><c>selvedge.dev/v1 PlacementPlan</c>: where the sites and workloads of its namespace are placed. Made by
/// the control plane wherever there is a ConfigMap <c>location-optimizer</c>, whose name it has.</summary>
public sealed record StoredPlan
{
    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What is decided.</summary>
    public StoredPlanSpec Spec { get; init; } = new();

    /// <summary>How it came about.</summary>
    public StoredPlanStatus Status { get; init; } = new();

    /// <summary>Whether anything is decided; if not, everything is placed as if there were no plan.</summary>
    public bool IsDecided => !Spec.Locations.IsEmpty;

    /// <summary>Whether sites and workloads that follow the plan are placed at a location.</summary>
    public bool Places(string location) =>
        !IsDecided || Spec.Locations.Contains(location, StringComparer.Ordinal)
        || Spec.Leaving.Contains(location, StringComparer.Ordinal);
}
