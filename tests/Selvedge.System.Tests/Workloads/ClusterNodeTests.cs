using System.Text.Json.Nodes;
using Selvedge.Edge.Tests.Workloads;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Workloads;

/// <summary>A network with a node whose runtime is a cluster: another network in that role.</summary>
[Collection(AloneDefinition.Name)]
public sealed class ClusterNodeTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    private const string Talker = """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "talker"},
         "spec": {"selector": {"matchLabels": {"app": "talker"}},
          "template": {"metadata": {"labels": {"app": "talker"}},
           "spec": {"terminationGracePeriodSeconds": 1, "containers": [{"name": "main", "image": "localhost/tools:1",
            "command": ["/bin/busybox", "sh", "-c"], "args": ["echo at $POD_IP; sleep 600"]}]}}}}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_location_is_a_cluster_beside_locations_that_are_machines()
    {
        var space = await cluster.NamespaceAsync();
        await using var network = await LiveNetwork.StartAsync(LiveNetwork.FreePrefix());
        await PodHostTest.WriteProcessImageAsync(Path.Combine(network.State, "images"));
        using var api = new Operator(network);

        var file = Path.Combine(network.State, "configuration", "fra-1.json");
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        configuration["runtime"] = new JsonObject
        {
            ["kind"] = "kubernetes",
            ["kubeconfig"] = cluster.Network.Kubeconfig,
            ["namespace"] = space,
        };
        await File.WriteAllTextAsync(file, configuration.ToJsonString(), TestContext.Current.CancellationToken);
        await network.SignalAsync("fra-1", "KILL");

        (await api.SendAsync(HttpMethod.Post, "/apis/apps/v1/namespaces/default/deployments", Talker)).Good();
        var pods = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        await LiveNetwork.UntilAsync(
            async () =>
            {
                pods = (await api.GetAsync(Pods))["items"]!.AsArray().OfType<JsonNode>()
                    .Where(ClockFixture.IsReady).ToDictionary(ClockFixture.LocationOf, StringComparer.Ordinal);
                return pods.Count == 3;
            },
            Limit,
            "a pod is ready at each location");

        // The same program everywhere, and at fra on an address of the cluster.
        var address = (string)pods["fra"]["status"]!["podIP"]!;
        Assert.StartsWith(cluster.Network.Prefix + ".", address, StringComparison.Ordinal);
        Assert.StartsWith(network.Prefix + ".", (string)pods["nyc"]["status"]!["podIP"]!, StringComparison.Ordinal);
        var log = await api.SendAsync(HttpMethod.Get, $"{Pods}/{ClockFixture.NameOf(pods["fra"])}/log");
        Assert.Equal($"at {address}\n", log.Text);

        (await api.SendAsync(HttpMethod.Delete, "/apis/apps/v1/namespaces/default/deployments/talker")).Good();
        await LiveNetwork.UntilAsync(
            async () => (await cluster.Operator.GetAsync($"/apis/apps/v1/namespaces/{space}/deployments"))["items"]!
                .AsArray().Count == 0,
            Limit,
            "nothing is left in the cluster");
    }
}
