using k8s.Models;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Cluster;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads.Cluster;

public sealed class ClusterPodTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Pause = Selvedge.Edge.Workloads.Limits.UnreadyBeforeStop;
    private static readonly PodSection Section = ClusterObjectsTests.Section();

    [Fact]
    public void A_pod_is_made_once_and_again_only_when_it_vanished()
    {
        var pod = New();
        var apply = Assert.IsType<ClusterAction.Apply>(pod.Next(Noon));
        Assert.Null(apply.Seen);
        Assert.Null(pod.Next(Noon));
        pod.Done(apply, Noon);
        Assert.Null(pod.Next(Noon));
        pod.See(Deployment(), [Ready()], Noon);
        Assert.Null(pod.Next(Noon.AddHours(1)));
        Assert.Null(pod.Due);
        Assert.True(pod.Ready);

        pod.See(null, [], Noon.AddHours(2));
        Assert.IsType<ClusterAction.Apply>(pod.Next(Noon.AddHours(2)));
    }

    [Fact]
    public void What_is_there_already_is_taken_up_as_it_is()
    {
        var pod = New();
        pod.See(Deployment(), [Ready()], Noon);
        Assert.NotNull(Assert.IsType<ClusterAction.Apply>(pod.Next(Noon)).Seen);
    }

    [Fact]
    public void A_pod_that_leaves_is_not_ready_at_once_and_asked_to_end_a_little_later()
    {
        var pod = Running();
        pod.End(Noon);
        Assert.Equal((false, "Terminating"), (pod.Ready, pod.Status().Reason));
        Assert.Null(pod.Next(Noon));
        Assert.Equal(Noon + Pause, pod.Due);
        var later = Noon + Pause;
        var end = pod.Next(later);
        Assert.Equal(new ClusterAction.End(Deployment().Metadata.Name), end);
        pod.Done(end!, later);

        // It takes its time; then nothing of it is left.
        Assert.Null(pod.Next(later.AddMinutes(1)));
        pod.See(null, [Ready()], later.AddMinutes(1));
        Assert.Null(pod.Next(later.AddMinutes(1)));
        pod.See(null, [], later.AddMinutes(2));
        var clean = pod.Next(later.AddMinutes(2));
        Assert.Equal(new ClusterAction.Clean("uid-web"), clean);
        Assert.False(pod.Finished);
        pod.Done(clean!, later.AddMinutes(2));
        Assert.True(pod.Finished);
    }

    [Fact]
    public void A_pod_that_was_being_made_when_it_left_is_ended_all_the_same()
    {
        var pod = New();
        var apply = pod.Next(Noon);
        pod.End(Noon);
        Assert.Null(pod.Next(Noon.AddSeconds(10)));
        pod.Done(apply!, Noon.AddSeconds(10));
        Assert.IsType<ClusterAction.End>(pod.Next(Noon.AddSeconds(10)));
    }

    [Fact]
    public void A_refusal_is_told_and_tried_again_ever_later_and_an_absence_soon()
    {
        var pod = New();
        Assert.NotNull(pod.Next(Noon));
        pod.Failed(new RuntimeException("FailedCreate", "No room.", isTransient: false), Noon);
        Assert.Equal(("FailedCreate", "No room."), (pod.Status().Reason, pod.Status().Message));
        Assert.Contains(pod.Events, told => told is { Warning: true, Reason: "Failed" });
        Assert.Equal(Noon.AddSeconds(10), pod.Due);
        Assert.NotNull(pod.Next(Noon.AddSeconds(10)));
        pod.Failed(new RuntimeException("FailedCreate", "No room.", isTransient: false), Noon.AddSeconds(10));
        Assert.Equal(Noon.AddSeconds(30), pod.Due);

        var away = New();
        Assert.NotNull(away.Next(Noon));
        away.Failed(new RuntimeException(RuntimeException.Unavailable, "Away.", isTransient: true), Noon);
        Assert.Equal("ContainerCreating", away.Status().Reason);
        Assert.True(away.Due < Noon.AddSeconds(5));
    }

    [Fact]
    public void What_lacks_a_document_waits_for_it_and_what_runs_goes_on_without()
    {
        var lacking = Section with { Texts = PodHostTest.Documents() };
        var pod = new ClusterPod(ClusterObjects.Identity(Section), Noon);
        pod.Want(lacking, Noon);
        Assert.Null(pod.Next(Noon));
        Assert.Equal(
            ("CreateContainerConfigError", "There is no ConfigMap words."),
            (pod.Status().Reason, pod.Status().Message));
        pod.Want(Section, Noon);
        Assert.IsType<ClusterAction.Apply>(pod.Next(Noon));

        var running = Running();
        running.Want(lacking, Noon.AddHours(1));
        Assert.Null(running.Next(Noon.AddHours(1)));
        Assert.True(running.Ready);
    }

    [Fact]
    public void Texts_that_change_are_written_and_the_Deployment_stays()
    {
        var pod = Running();
        pod.Want(Section with { Texts = PodHostTest.Documents(("words", "greeting", "bye")) }, Noon.AddHours(1));
        var apply = Assert.IsType<ClusterAction.Apply>(pod.Next(Noon.AddHours(1)));
        Assert.NotNull(apply.Seen);
    }

    [Fact]
    public void What_happens_is_written_down_once()
    {
        var pod = Running();
        Assert.Contains(pod.Events, told => told is { Warning: false, Reason: "Started" });
        for (var minute = 0; minute < 3; minute++)
        {
            pod.See(
                Deployment(),
                [
                    ClusterStatusTests.Pod(
                        """
                        "phase": "Running", "containerStatuses": [{"name": "main", "restartCount": 3, "ready": false,
                         "image": "x", "imageID": "", "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]
                        """),
                ],
                Noon.AddMinutes(minute));
        }

        Assert.Equal(1, Assert.Single(pod.Events, told => told.Reason == "BackOff").Count);
    }

    private static ClusterPod New()
    {
        var pod = new ClusterPod(ClusterObjects.Identity(Section), Noon);
        pod.Want(Section, Noon);
        return pod;
    }

    private static ClusterPod Running()
    {
        var pod = New();
        pod.Done(pod.Next(Noon)!, Noon);
        pod.See(Deployment(), [Ready()], Noon);
        Assert.True(pod.Ready);
        return pod;
    }

    private static V1Deployment Deployment() => ClusterObjects.Deployment(Section);

    private static V1Pod Ready() => ClusterStatusTests.Pod(
        """
        "phase": "Running", "podIP": "10.1.2.3", "conditions": [{"type": "Ready", "status": "True"}],
        "containerStatuses": [{"name": "main", "restartCount": 0, "ready": true, "containerID": "c://1", "image": "x",
         "imageID": "", "state": {"running": {"startedAt": "2026-03-01T11:00:00Z"}}}]
        """);
}
