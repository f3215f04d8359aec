using System.Diagnostics;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Tests.Workloads.Runtimes;
using Selvedge.Edge.Workloads.Runtimes;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Workloads;

public sealed class PodAgentTests(ITestOutputHelper output)
{
    private const string Web = "trap 'echo asked; exit 0' TERM; "
        + "/bin/busybox httpd -f -p $POD_IP:18080 -h $CONTAINER_ROOT/www & wait";

    private static readonly Probe Get = new()
    {
        HttpGet = new HttpGetAction { Path = "/index.html", Port = new PortReference(0, "http") },
        PeriodSeconds = 1,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("process")]
    [InlineData("containers")]
    public async Task A_pod_serves_until_it_leaves_the_snapshot(string kind)
    {
        await using var node = await TestAgent.OpenAsync(kind);
        using var http = new HttpClient();
        await Eventually.TrueAsync(() => node.Agent.Condition.Works, "the runtime works");
        var clock = Stopwatch.StartNew();
        node.Give(Site("web"));
        await node.IsAsync("web", report => report.Status.Phase == "Running", "running");
        output.WriteLine($"{kind}: runs after {clock.ElapsedMilliseconds} ms");
        await node.IsReadyAsync("web");
        output.WriteLine($"{kind}: ready after {clock.ElapsedMilliseconds} ms");
        var endpoint = Assert.Single(node.Agent.Endpoints);
        Assert.True(endpoint.Ready);
        var at = endpoint.At(new PortReference(0, "http"))!;
        Assert.Equal(at.ToString(), node.Report("web")!.Endpoints[TestAgent.Port]);
        Assert.Equal("hello\n", await http.GetStringAsync(new Uri($"http://{at}/index.html"), Cancellation));
        var id = node.Report("web")!.Status.ContainerStatuses[0].ContainerId;

        clock.Restart();
        node.Give();
        await Eventually.TrueAsync(
            () => node.Agent.Endpoints.All(one => !one.Ready), "it is not ready any more");
        await node.IsGoneAsync("web");
        output.WriteLine($"{kind}: gone after {clock.ElapsedMilliseconds} ms");
        Assert.Empty(node.Agent.Endpoints);
        Assert.Null(await node.Test.Runtime.FindAsync(id));
        Assert.False(Directory.Exists(Path.Combine(node.Test.State, "agent", "volumes", "uid-web")));
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_told()
    {
        await using var node = await TestAgent.OpenAsync("process");
        node.Give(TestAgent.Pod("none", "", container => container with { Image = "none:1" }));
        await node.IsAsync("none", report => report.Status.Reason == "ImagePullBackOff", "ImagePullBackOff");
        Assert.Contains("none/1", node.Report("none")!.Status.Message, StringComparison.Ordinal);
        Assert.Contains(node.Report("none")!.Events, told => told is { Warning: true, Reason: "Failed" });
    }

    [Fact]
    public async Task A_runtime_that_does_not_answer_is_told_and_asked_again()
    {
        var state = Directory.CreateTempSubdirectory("selvedge-r").FullName;
        await using var runtime = new ContainerEngineRuntime(
            new ContainerEngineOptions
            {
                Node = "node-1",
                StateDirectory = state,
                Socket = Path.Combine(state, "none.sock"),
            },
            TimeProvider.System);
        using var agent = new Selvedge.Edge.Workloads.PodAgent(
            new Selvedge.Edge.Workloads.PodAgentOptions { Node = "node-1", StateDirectory = state },
            runtime, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Selvedge.Edge.Workloads.PodAgent>.Instance);
        using var stop = new CancellationTokenSource();
        var running = agent.RunAsync(stop.Token);
        var pod = Site("web");
        agent.Swap(Selvedge.Core.Snapshots.Snapshot.Empty("loc") with
        {
            Epoch = 1,
            Pods = Selvedge.Core.Snapshots.Snapshot.Empty("loc").Pods.Add(pod.Uid, pod),
        });
        await Eventually.TrueAsync(
            () => agent.Reports is [{ Status.Reason: RuntimeException.Unavailable }], "it is told");
        Assert.NotEmpty(agent.Condition.Reason);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task Pods_of_a_development_network_end_with_it()
    {
        await using var node = await TestAgent.OpenAsync("process", stopPodsWithNode: true);
        node.Give(Site("web"));
        await node.IsReadyAsync("web");
        await node.EndAsync();
        Assert.Empty(await node.Test.Runtime.ListAsync(Cancellation));
    }

    [Fact]
    public async Task A_container_that_fails_its_liveness_probe_is_started_again()
    {
        await using var node = await TestAgent.OpenAsync("process");
        node.Give(TestAgent.Pod(
            "sick",
            "trap 'exit 0' TERM; while :; do /bin/busybox sleep 0.05; done",
            container => container with
            {
                LivenessProbe = new Probe
                {
                    Exec = new ExecAction { Command = [TestRuntime.Busybox, "false"] },
                    PeriodSeconds = 1,
                    FailureThreshold = 2,
                },
            }));
        await node.IsAsync(
            "sick", report => report.Status.ContainerStatuses[0].RestartCount == 1, "started again");
        Assert.Equal("Unhealthy", node.Report("sick")!.Status.ContainerStatuses[0].LastState.Terminated!.Reason);
        Assert.Contains(node.Report("sick")!.Events, told => told.Reason == "Unhealthy");
    }

    private static PodSection Site(string name)
    {
        var pod = TestAgent.Pod(name, Web, container => container with
        {
            ReadinessProbe = Get,
            VolumeMounts = [new VolumeMount { Name = "page", MountPath = "/www" }],
        });
        return pod with
        {
            Spec = pod.Spec with
            {
                Volumes = [new Volume { Name = "page", ConfigMap = new ConfigMapVolume { Name = "page" } }],
            },
            Texts = TestAgent.Documents(("page", "index.html", "hello\n")),
        };
    }
}
