namespace Selvedge.Core.Resources;

/// <summary>The <see cref="ResourceKey.Resource"/> of every kind: its plural and, outside the core group, its
/// group.</summary>
public static class ResourceNames
{
    /// <summary>The API group of what Kubernetes lacks.</summary>
    public const string Group = "selvedge.dev";

    /// <summary>Kubernetes' API group of autoscalers.</summary>
    public const string AutoscalingGroup = "autoscaling";

    /// <summary>The API group of Kubernetes' vertical autoscaler.</summary>
    public const string VerticalAutoscalingGroup = "autoscaling.k8s.io";

    /// <summary>Kubernetes' API group of workloads.</summary>
    public const string AppsGroup = "apps";

    /// <summary><c>v1 Namespace</c>.</summary>
    public const string Namespaces = "namespaces";

    /// <summary><c>v1 ConfigMap</c>.</summary>
    public const string ConfigMaps = "configmaps";

    /// <summary><c>v1 Secret</c>.</summary>
    public const string Secrets = "secrets";

    /// <summary><c>v1 ResourceQuota</c>.</summary>
    public const string ResourceQuotas = "resourcequotas";

    /// <summary><c>autoscaling/v2 HorizontalPodAutoscaler</c>.</summary>
    public const string HorizontalPodAutoscalers = "horizontalpodautoscalers.autoscaling";

    /// <summary><c>autoscaling.k8s.io/v1 VerticalPodAutoscaler</c>.</summary>
    public const string VerticalPodAutoscalers = "verticalpodautoscalers.autoscaling.k8s.io";

    /// <summary><c>v1 Pod</c>; written by the control plane only.</summary>
    public const string Pods = "pods";

    /// <summary><c>v1 Service</c>.</summary>
    public const string Services = "services";

    /// <summary><c>apps/v1 Deployment</c>.</summary>
    public const string Deployments = "deployments.apps";

    /// <summary><c>apps/v1 ReplicaSet</c>; written by the control plane only.</summary>
    public const string ReplicaSets = "replicasets.apps";

    /// <summary><c>v1 Event</c>.</summary>
    public const string Events = "events";

    /// <summary><c>selvedge.dev/v1 Provider</c>.</summary>
    public const string Providers = "providers.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Location</c>.</summary>
    public const string Locations = "locations.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Node</c>.</summary>
    public const string Nodes = "nodes.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 NodeGroup</c>.</summary>
    public const string NodeGroups = "nodegroups.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Defence</c>.</summary>
    public const string Defences = "defences.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Mitigation</c>.</summary>
    public const string Mitigations = "mitigations.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 VirtualAddress</c>.</summary>
    public const string VirtualAddresses = "virtualaddresses.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Site</c>.</summary>
    public const string Sites = "sites.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Zone</c>.</summary>
    public const string Zones = "zones.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Certificate</c>; written by the control plane only.</summary>
    public const string Certificates = "certificates.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 PlacementPlan</c>; written by the control plane only.</summary>
    public const string PlacementPlans = "placementplans.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Aggregate</c>.</summary>
    public const string Aggregates = "aggregates.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Asn</c>.</summary>
    public const string Asns = "asns.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Prefix</c>.</summary>
    public const string Prefixes = "prefixes.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 IpAddress</c>.</summary>
    public const string IpAddresses = "ipaddresses.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Roa</c>.</summary>
    public const string Roas = "roas.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 BgpPeer</c>.</summary>
    public const string BgpPeers = "bgppeers.selvedge.dev";

    /// <summary><c>selvedge.dev/v1 Announcement</c>; written by the control plane only.</summary>
    public const string Announcements = "announcements.selvedge.dev";
}
