using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Cluster;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads.Cluster;

/// <summary>What the agent says of a cluster that it cannot reach; with one, the tests of the whole system run the
/// contract.</summary>
public sealed class ClusterAgentTests
{
    private const string Nobody = """
        {"apiVersion": "v1", "kind": "Config", "current-context": "c",
         "clusters": [{"name": "k", "cluster": {"server": "https://127.0.0.1:9"}}],
         "users": [{"name": "u", "user": {"token": "t"}}],
         "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}]}
        """;

    [Theory]
    [InlineData(null, "", "runtime.kubeconfig")]
    [InlineData("{", "", "runtime.kubeconfig")]
    [InlineData(Nobody, "other", "other")]
    [InlineData(Nobody, "", "The cluster at 127.0.0.1:9 cannot be reached: ")]
    public async Task Why_the_cluster_does_not_answer_is_told_of_every_pod(string? config, string context, string why)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        if (config is not null)
        {
            await File.WriteAllTextAsync(file, config, TestContext.Current.CancellationToken);
        }

        using var agent = new ClusterAgent(
            new ClusterOptions { Node = "node-1", Kubeconfig = file, Context = context, Namespace = "selvedge" },
            TimeProvider.System, NullLogger<ClusterAgent>.Instance);
        using var stop = new CancellationTokenSource();
        var running = agent.RunAsync(stop.Token);
        var pod = ClusterObjectsTests.Section();
        agent.Swap(Snapshot.Empty("loc") with { Epoch = 1, Pods = Snapshot.Empty("loc").Pods.Add(pod.Uid, pod) });
        // Reports follow a condition a moment later.
        await PodHostTest.UntilAsync(
            () => agent.Reports is [{ Status: { Reason: RuntimeException.Unavailable } status }]
                && agent.Condition.Reason.Contains(why, StringComparison.Ordinal)
                && status.Message == agent.Condition.Reason,
            $"{why}: {agent.Condition}");
        Assert.Empty(agent.Endpoints);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        File.Delete(file);
    }
}
