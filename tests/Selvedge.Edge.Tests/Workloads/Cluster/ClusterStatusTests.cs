using k8s;
using k8s.Models;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Cluster;

namespace Selvedge.Edge.Tests.Workloads.Cluster;

public sealed class ClusterStatusTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pod_that_runs_is_told_with_its_address_and_its_containers()
    {
        var status = ClusterStatus.Of(ClusterObjectsTests.Section(), Pod(
            """
            "phase": "Running", "podIP": "10.1.2.3", "hostIP": "192.0.2.1", "startTime": "2026-03-01T11:00:00Z",
            "conditions": [{"type": "PodScheduled", "status": "True"},
             {"type": "Ready", "status": "True", "lastTransitionTime": "2026-03-01T12:00:00Z"}],
            "containerStatuses": [{"name": "main", "image": "localhost/tools:1", "imageID": "sha256:1",
             "containerID": "containerd://1", "ready": true, "started": true, "restartCount": 2,
             "state": {"running": {"startedAt": "2026-03-01T11:30:00Z"}},
             "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled",
              "startedAt": "2026-03-01T11:00:00Z", "finishedAt": "2026-03-01T11:29:59Z"}}}]
            """));
        Assert.Equal(("Running", true, "", "10.1.2.3"), (status.Phase, status.Ready, status.Reason, status.PodIp));
        Assert.Equal((Noon, Noon.AddHours(-1)), (status.ReadySince, status.StartTime));
        var container = Assert.Single(status.ContainerStatuses);
        Assert.Equal((true, true, 2), (container.Ready, container.Started, container.RestartCount));
        Assert.Equal(Noon.AddMinutes(-30), container.State.Running!.StartedAt);
        Assert.Equal(("OOMKilled", 137), (
            container.LastState.Terminated!.Reason, container.LastState.Terminated.ExitCode));
        Assert.Equal("containerd://1", container.ContainerId);
    }

    [Theory]
    [InlineData("CrashLoopBackOff", "CrashLoopBackOff")]
    [InlineData("ErrImagePull", "ErrImagePull")]
    [InlineData("CreateContainerConfigError", "CreateContainerConfigError")]
    [InlineData("ContainerCreating", "")]
    [InlineData("PodInitializing", "")]
    public void What_a_container_waits_for_is_told_unless_it_is_about_to_begin(string reason, string told)
    {
        var section = ClusterObjectsTests.Section();
        var copy = ClusterNames.Document(ClusterObjects.Identity(section), secret: true, "keys");
        var status = ClusterStatus.Of(section, Pod(
            $$$"""
            "phase": "Pending", "containerStatuses": [{"name": "main", "ready": false, "restartCount": 0,
             "image": "x", "imageID": "",
             "state": {"waiting": {"reason": "{{{reason}}}", "message": "no {{{copy}}}" } } }]
            """));
        Assert.Equal((told, false), (status.Reason, status.Ready));
        Assert.Equal(told.Length > 0 ? "no keys" : "", status.Message);
        Assert.Equal(reason, status.ContainerStatuses[0].State.Waiting!.Reason);
    }

    [Fact]
    public void A_pod_that_finds_no_place_or_was_put_out_says_so()
    {
        var placeless = ClusterStatus.Of(null, Pod(
            """
            "phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False",
             "reason": "Unschedulable", "message": "0/3 nodes are available: 3 Insufficient cpu."}]
            """));
        Assert.Equal(("Unschedulable", false), (placeless.Reason, placeless.Ready));
        Assert.StartsWith("0/3 nodes", placeless.Message, StringComparison.Ordinal);
        var evicted = ClusterStatus.Of(null, Pod(
            """ "phase": "Failed", "reason": "Evicted", "message": "The node was low on memory." """));
        Assert.Equal(("Failed", "Evicted"), (evicted.Phase, evicted.Reason));
    }

    [Fact]
    public void A_pod_that_leaves_or_has_no_address_is_not_ready()
    {
        const string Ready = """ "phase": "Running", "conditions": [{"type": "Ready", "status": "True"}] """;
        Assert.True(ClusterStatus.Of(null, Pod(Ready + """, "podIP": "10.1.2.3" """)).Ready);
        Assert.False(ClusterStatus.Of(null, Pod(Ready)).Ready);
        var leaving = Pod(Ready + """, "podIP": "10.1.2.3" """);
        leaving.Metadata.DeletionTimestamp = Noon.UtcDateTime;
        Assert.False(ClusterStatus.Of(null, leaving).Ready);
    }

    [Fact]
    public void The_pod_that_stays_speaks_and_of_those_the_youngest()
    {
        V1Pod[] pods = [New("old", 0), New("young", 1), New("leaving", 2, leaving: true)];
        Assert.Equal("young", ClusterStatus.Present(pods)!.Metadata.Name);
        Assert.Equal("leaving", ClusterStatus.Present(pods[2..])!.Metadata.Name);
        Assert.Null(ClusterStatus.Present([]));

        static V1Pod New(string name, int minutes, bool leaving = false) => new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                CreationTimestamp = Noon.AddMinutes(minutes).UtcDateTime,
                DeletionTimestamp = leaving ? Noon.UtcDateTime : null,
            },
        };
    }

    [Fact]
    public void Before_there_is_a_pod_the_Deployment_says_what_stands_against_it()
    {
        var section = ClusterObjectsTests.Section();
        var creating = ClusterStatus.Before(section, null, null);
        Assert.Equal(("Pending", "ContainerCreating"), (creating.Phase, creating.Reason));
        var refused = ClusterStatus.Before(
            section,
            KubernetesJson.Deserialize<V1Deployment>(
                """
                {"status": {"conditions": [{"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate",
                 "message": "exceeded quota"}]}}
                """),
            null);
        Assert.Equal(("FailedCreate", "exceeded quota"), (refused.Reason, refused.Message));
        var problem = ClusterStatus.Before(section, null, new WaitingState { Reason = "X", Message = "y" });
        Assert.Equal(("X", "y"), (problem.Reason, problem.ContainerStatuses[0].State.Waiting!.Message));
    }

    internal static V1Pod Pod(string status, string name = "web-1") => KubernetesJson.Deserialize<V1Pod>(
        $$$"""
        {"metadata": {"name": "{{{name}}}", "creationTimestamp": "2026-03-01T11:00:00Z"},
         "spec": {"containers": [{"name": "main", "image": "localhost/tools:1"}]}, "status": { {{{status}}} } }
        """);
}
