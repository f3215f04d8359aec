using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Edge.Tests.Workloads;
using Selvedge.Edge.Workloads;
using Selvedge.Edge.Workloads.Cluster;

namespace Selvedge.System.Tests.Workloads;

/// <summary>A cluster agent over Selvedge's own API, in a namespace of its own.</summary>
internal sealed class ClusterHost : PodHostTest
{
    private readonly ClusterFixture _cluster;

    private ClusterHost(ClusterFixture cluster, string @namespace)
    {
        _cluster = cluster;
        Namespace = @namespace;
        Start();
    }

    /// <summary>The namespace of the cluster.</summary>
    public string Namespace { get; }

    public static async Task<ClusterHost> OpenAsync(ClusterFixture cluster) =>
        new(cluster, await cluster.NamespaceAsync());

    protected override IPodHost Make() => new ClusterAgent(
        new ClusterOptions { Node = Node, Kubeconfig = _cluster.Network.Kubeconfig, Namespace = Namespace },
        TimeProvider.System,
        NullLogger<ClusterAgent>.Instance);

    /// <summary>The agent's own objects go with the namespace.</summary>
    protected override async Task CloseAsync() =>
        await _cluster.Operator.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{Namespace}");
}
