using k8s;
using k8s.Models;
using Selvedge.Core.Nodes;
using Selvedge.Edge.Workloads.Cluster;

namespace Selvedge.Edge.Tests.Workloads.Cluster;

public sealed class ClusterUsageTests
{
    [Fact]
    public void Each_container_is_told_and_parts_of_a_thousandth_rounded_up()
    {
        var list = KubernetesJson.Deserialize<PodMetricsList>(
            """
            {"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": {}, "items": [
             {"metadata": {"name": "web-1", "namespace": "x"}, "timestamp": "2026-03-01T12:00:00Z", "window": "15s",
              "containers": [{"name": "a", "usage": {"cpu": "1500001n", "memory": "2048Ki"}},
               {"name": "b", "usage": {"cpu": "2m", "memory": "1Mi"}}]}]}
            """);
        var usage = Assert.Single(ClusterUsage.Of(list.Items));
        Assert.Equal("web-1", usage.Key);
        Assert.Equal([new ContainerUse("a", 2, 2 << 20), new ContainerUse("b", 2, 1 << 20)], usage.Value);
    }
}
