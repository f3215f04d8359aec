using System.Collections.Immutable;
using k8s.Models;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>Everything with the node's label at one moment.</summary>
/// <param name="Deployments">The Deployments.</param>
/// <param name="DeploymentsVersion">From where they are watched.</param>
/// <param name="Pods">The pods.</param>
/// <param name="PodsVersion">From where they are watched.</param>
/// <param name="DocumentOwners">Whose copies of ConfigMaps and Secrets there are.</param>
internal sealed record ClusterList(
    ImmutableArray<V1Deployment> Deployments,
    string DeploymentsVersion,
    ImmutableArray<V1Pod> Pods,
    string PodsVersion,
    ImmutableArray<PodIdentity> DocumentOwners);
