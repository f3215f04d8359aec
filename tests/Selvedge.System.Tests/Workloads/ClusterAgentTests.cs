using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Edge.Tests.Workloads;
using Selvedge.Edge.Workloads.Cluster;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.System.Tests.Workloads;

/// <summary>The contract of pod hosts, in a cluster, and what only a cluster asks for.</summary>
[Collection(AloneDefinition.Name)]
public sealed class ClusterAgentTests(ClusterFixture cluster) : PodHostContract, IClassFixture<ClusterFixture>
{
    private const string Stranger = """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "stranger", LABELS},
         "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "stranger"}},
          "template": {"metadata": {"labels": {"app": "stranger"}},
           "spec": {"terminationGracePeriodSeconds": 1,
            "containers": [{"name": "main", "image": "localhost/tools:1", "args": ["sleep", "600"]}]}}}}
        """;

    private string Namespace => ((ClusterHost)Test).Namespace;

    [Fact]
    public async Task A_cluster_that_is_away_for_a_while_disturbs_no_pod()
    {
        Test.Give(Site("web"));
        await Test.IsReadyAsync("web");
        var before = Test.Container("web");
        var at = Test.Report("web")!.Endpoints[PodHostTest.Port];

        await cluster.Network.SignalAsync("control", "KILL");
        await PodHostTest.UntilAsync(() => !Test.Host.Condition.Works, "it says that the cluster is away");
        Assert.Contains("cannot be reached", Test.Host.Condition.Reason, StringComparison.Ordinal);
        await Test.IsAsync(
            "web", report => report.Status.Reason == RuntimeException.Unavailable, "told to be out of sight");
        Assert.True(Assert.Single(Test.Host.Endpoints).Ready);
        Assert.Equal("hello\n", await PageAsync(at));

        // What is wanted meanwhile comes when the cluster does.
        Test.Give(Site("web"), Site("late"));
        await Test.IsAsync(
            "late", report => report.Status.Reason == RuntimeException.Unavailable, "waiting for the cluster");
        await PodHostTest.UntilAsync(() => Test.Host.Condition.Works, "the cluster is back");
        await Test.IsReadyAsync("late");
        await Test.IsAsync("web", report => report.Status is { Ready: true, Reason: "" }, "as it was");
        var after = Test.Container("web");
        Assert.Equal((before.ContainerId, before.RestartCount), (after.ContainerId, after.RestartCount));
        Assert.Equal("hello\n", await PageAsync(at));
    }

    [Fact]
    public async Task A_cluster_that_hangs_is_told_too()
    {
        Test.Give(Site("web"));
        await Test.IsReadyAsync("web");
        await cluster.Network.SignalAsync("control", "STOP");
        try
        {
            await PodHostTest.UntilAsync(() => !Test.Host.Condition.Works, "it says that the cluster is away");
            Assert.True(Assert.Single(Test.Host.Endpoints).Ready);
        }
        finally
        {
            await cluster.Network.SignalAsync("control", "CONT");
        }

        await PodHostTest.UntilAsync(() => Test.Host.Condition.Works, "the cluster is back");
        await Test.IsAsync("web", report => report.Status is { Ready: true, Reason: "" }, "as it was");
    }

    [Fact]
    public async Task Credentials_that_are_refused_are_read_anew_from_their_file()
    {
        var good = await File.ReadAllTextAsync(cluster.Network.Kubeconfig, Cancellation);
        var file = Path.Combine(cluster.Network.State, "changing.kubeconfig");
        await File.WriteAllTextAsync(file, good.Replace("token: ", "token: x", StringComparison.Ordinal), Cancellation);
        using var agent = new ClusterAgent(
            new ClusterOptions { Node = "node-3", Kubeconfig = file, Namespace = Namespace },
            TimeProvider.System, NullLogger<ClusterAgent>.Instance);
        using var stop = new CancellationTokenSource();
        var running = agent.RunAsync(stop.Token);
        await PodHostTest.UntilAsync(
            () => agent.Condition.Reason.Contains("does not accept the credentials", StringComparison.Ordinal),
            "they are refused");
        await File.WriteAllTextAsync(file, good, Cancellation);
        await PodHostTest.UntilAsync(() => agent.Condition.Works, "the new ones are good");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task What_the_node_did_not_make_is_never_touched()
    {
        await CreateAsync(Stranger.Replace("LABELS", "\"labels\": {\"app\": \"stranger\"}", StringComparison.Ordinal));
        await CreateAsync(Stranger.Replace("stranger", "other", StringComparison.Ordinal).Replace(
            "LABELS",
            """
            "labels": {"selvedge.dev/node": "node-2", "selvedge.dev/uid": "u"},
             "annotations": {"selvedge.dev/uid": "u", "selvedge.dev/pod": "p", "selvedge.dev/namespace": "n"}
            """,
            StringComparison.Ordinal));
        Test.Give(Site("web"));
        await Test.IsReadyAsync("web");
        Assert.Single(Test.Host.Reports);
        Test.Give();
        await Test.IsGoneAsync("web");
        await Test.RestartAsync();
        Test.Give();
        await PodHostTest.UntilAsync(() => Test.Host.Condition.Works, "the cluster is seen");
        Assert.Equal(["other", "stranger"], await NamesAsync("apis/apps/v1", "deployments"));
    }

    [Fact]
    public async Task A_pod_is_one_Deployment_with_copies_of_its_documents_and_leaves_nothing_behind()
    {
        Test.Give(Site("web") with { Secrets = PodHostTest.Documents(("keys", "token", "czNjcmV0")) });
        await Test.IsReadyAsync("web");
        var name = Assert.Single(await NamesAsync("apis/apps/v1", "deployments"));
        Assert.StartsWith("web-", name, StringComparison.Ordinal);
        var texts = Assert.Single(await ItemsAsync("api/v1", "configmaps"));
        Assert.Equal("hello\n", (string?)texts["data"]!["index.html"]);
        Assert.Equal(name, (string?)texts["metadata"]!["ownerReferences"]![0]!["name"]);
        Assert.Single(await NamesAsync("api/v1", "secrets"));
        Assert.Single(await NamesAsync("api/v1", "pods"));

        Test.Give();
        await Test.IsGoneAsync("web");
        Assert.Empty(await NamesAsync("apis/apps/v1", "deployments"));
        Assert.Empty(await NamesAsync("api/v1", "configmaps"));
        Assert.Empty(await NamesAsync("api/v1", "secrets"));
    }

    [Fact]
    public async Task A_Deployment_that_somebody_takes_away_is_made_again()
    {
        Test.Give(Site("web"));
        await Test.IsReadyAsync("web");
        var before = Test.Container("web").ContainerId;
        var name = Assert.Single(await NamesAsync("apis/apps/v1", "deployments"));
        (await cluster.Operator.SendAsync(
            HttpMethod.Delete, $"/apis/apps/v1/namespaces/{Namespace}/deployments/{name}")).Good();
        await Test.IsAsync(
            "web",
            report => report.Status.Ready && report.Status.ContainerStatuses[0].ContainerId != before, "ready again");
    }

    [Fact]
    public async Task What_the_cluster_refuses_is_told_of_the_pod()
    {
        // The namespace goes: nothing can be made in it.
        (await cluster.Operator.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{Namespace}")).Good();
        Test.Give(Site("web"));
        await Test.IsAsync("web", report => report.Status.Reason == "FailedCreate", "refused");
        Assert.Contains(Namespace, Test.Report("web")!.Status.Message, StringComparison.Ordinal);
        Assert.Contains(Test.Report("web")!.Events, told => told is { Warning: true, Reason: "Failed" });
    }

    protected override async Task<PodHostTest> OpenAsync() => await ClusterHost.OpenAsync(cluster);

    private async Task CreateAsync(string deployment) => (await cluster.Operator.SendAsync(
        HttpMethod.Post, $"/apis/apps/v1/namespaces/{Namespace}/deployments", deployment)).Good();

    private async Task<IReadOnlyList<string>> NamesAsync(string group, string plural) =>
        [.. (await ItemsAsync(group, plural)).Select(item => (string)item["metadata"]!["name"]!).Order(
            StringComparer.Ordinal)];

    private async Task<IReadOnlyList<JsonNode>> ItemsAsync(string group, string plural) =>
    [
        .. (await cluster.Operator.GetAsync($"/{group}/namespaces/{Namespace}/{plural}"))["items"]!.AsArray()
            .OfType<JsonNode>(),
    ];
}
