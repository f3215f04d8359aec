using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads;
using Selvedge.Edge.Workloads.Runtimes;
using Limits = Selvedge.Edge.Workloads.Limits;

namespace Selvedge.Edge.Tests.Workloads;

public sealed class PodMachineTests
{
    [Fact]
    public void A_pod_is_opened_pulled_started_and_ready()
    {
        var pod = new PodStory();
        pod.Tell(new PodInput.Wanted(PodStory.Section()));
        Assert.Empty(pod.Done);
        pod.Tell(new PodInput.Observed([]));
        Assert.IsType<PodAction.Open>(pod.Last);
        pod.Tell(new PodInput.Opened(IPAddress.Loopback));
        Assert.IsType<PodAction.Pull>(pod.Last);
        pod.Tell(new PodInput.Pulled("main", "sha256:1"));
        Assert.Equal(0, Assert.IsType<PodAction.Start>(pod.Last).Attempt);
        Assert.Equal("Pending", pod.Status.Phase);
        pod.Tell(new PodInput.Started("main", 0, "id-0"));
        Assert.Equal(("Running", true, "127.0.0.1"), (pod.Status.Phase, pod.Status.Ready, pod.Status.PodIp));
        Assert.Equal(pod.Now, pod.Status.ReadySince);
        Assert.Equal("sha256:1", pod.Status.ContainerStatuses[0].ImageId);
    }

    [Fact]
    public void What_runs_already_is_taken_up_and_not_started_again()
    {
        var pod = new PodStory();
        pod.Tell(new PodInput.Wanted(PodStory.Section()));
        pod.Tell(new PodInput.Observed([pod.Owned("id-3", 3, running: true), pod.Owned("id-2", 2, running: false)]));
        pod.Tell(new PodInput.Opened(IPAddress.Loopback));
        Assert.DoesNotContain(pod.Done, action => action is PodAction.Pull or PodAction.Start or PodAction.Stop);
        Assert.True(pod.Status.Ready);
        Assert.Equal(3, pod.Status.ContainerStatuses[0].RestartCount);
        pod.Tell(new PodInput.Observed([pod.Owned("id-3", 3, running: false)]));
        Assert.Contains(pod.Done, action => action is PodAction.Remove { Id: "id-2" });
    }

    [Fact]
    public void What_runs_already_is_not_ready_before_it_was_asked_at_its_address()
    {
        var section = PodStory.Section();
        var asked = section with
        {
            Spec = section.Spec with
            {
                Containers =
                [
                    section.Spec.Containers[0] with
                    {
                        ReadinessProbe = new Probe { TcpSocket = new TcpSocketAction() },
                    },
                ],
            },
        };
        var pod = new PodStory();
        pod.Tell(new PodInput.Wanted(asked));
        pod.Tell(new PodInput.Observed([pod.Owned("id-0", 0, running: true)]));
        pod.Pass(5);
        Assert.DoesNotContain(pod.Done, action => action is PodAction.Ask);
        Assert.False(pod.Status.Ready);

        pod.Tell(new PodInput.Opened(IPAddress.Loopback));
        Assert.IsType<PodAction.Ask>(pod.Last);
        pod.Answer(ProbeKind.Readiness, success: true);
        Assert.True(pod.Status.Ready);
    }

    [Fact]
    public void A_container_that_ends_is_started_at_once_then_after_ten_seconds_doubling_to_five_minutes()
    {
        var pod = PodStory.Running();
        var waits = new List<double>();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            pod.Pass(1);
            pod.Tell(new PodInput.Observed([pod.Owned($"id-{attempt}", attempt, running: false, exit: 1)]));
            var ended = pod.Now;
            pod.PassUntil<PodAction.Pull>();
            waits.Add((pod.Now - ended).TotalSeconds);
            pod.Tell(new PodInput.Pulled("main", "sha256:1"));
            pod.Tell(new PodInput.Started("main", attempt + 1, $"id-{attempt + 1}"));
        }

        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300], waits);
        pod.Pass(600);
        pod.Tell(new PodInput.Observed([pod.Owned("id-8", 8, running: false, exit: 1)]));
        Assert.IsType<PodAction.Pull>(pod.Done.Last(action => action is not PodAction.Remove));
    }

    [Fact]
    public void A_crash_loop_is_told_with_its_reason()
    {
        var pod = PodStory.Running();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            pod.Tell(new PodInput.Observed([pod.Owned($"id-{attempt}", attempt, running: false, exit: 3)]));
            pod.Tell(new PodInput.Pulled("main", ""));
            pod.Tell(new PodInput.Started("main", attempt + 1, $"id-{attempt + 1}"));
        }

        var status = pod.Status;
        Assert.Equal(("CrashLoopBackOff", false), (status.Reason, status.Ready));
        Assert.Contains("exit code 3", status.Message, StringComparison.Ordinal);
        Assert.Contains("kubectl logs --previous -c main", status.Message, StringComparison.Ordinal);
        Assert.Equal(3, status.ContainerStatuses[0].LastState.Terminated!.ExitCode);
        Assert.Contains(pod.Machine.Events, told => told is { Reason: "BackOff", Warning: true });
    }

    [Theory]
    [InlineData("ErrImagePull", "ImagePullBackOff", "Mend the image's name or tag, or bring it to the node.")]
    [InlineData(
        "ErrImageNeverPull", "ErrImageNeverPull", "Bring it to the node, or write another imagePullPolicy.")]
    [InlineData("InvalidImageName", "InvalidImageName", "Write for example registry.example.com/shop:1.4.")]
    public void An_image_that_does_not_come_is_tried_again_later_and_told(string reason, string shown, string fix)
    {
        var pod = new PodStory();
        pod.Tell(new PodInput.Wanted(PodStory.Section()));
        pod.Tell(new PodInput.Observed([]));
        pod.Tell(new PodInput.Opened(IPAddress.Loopback));
        var waits = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            pod.Tell(new PodInput.Failed(pod.Last, reason, "It is not there."));
            Assert.Equal(shown, pod.Status.Reason);
            Assert.EndsWith($"It is not there. {fix}", pod.Status.Message, StringComparison.Ordinal);
            var failed = pod.Now;
            pod.PassUntil<PodAction.Pull>();
            waits.Add((pod.Now - failed).TotalSeconds);
        }

        Assert.Equal([10, 20, 40], waits);
    }

    [Fact]
    public void What_a_container_lacked_is_tried_at_once_when_a_snapshot_has_it()
    {
        var pod = new PodStory();
        pod.Tell(new PodInput.Wanted(PodStory.Section()));
        pod.Tell(new PodInput.Observed([]));
        pod.Tell(new PodInput.Opened(IPAddress.Loopback));
        pod.Tell(new PodInput.Pulled("main", ""));
        pod.Tell(new PodInput.Failed(pod.Last, PodMachine.ConfigError, "There is no ConfigMap app."));
        Assert.Equal((PodMachine.ConfigError, "There is no ConfigMap app."), (pod.Status.Reason, pod.Status.Message));
        pod.Tell(new PodInput.Wanted(PodStory.Section()));
        Assert.IsType<PodAction.Pull>(pod.Last);
    }

    [Fact]
    public void A_pod_that_leaves_the_snapshot_is_unready_first_then_asked_then_killed()
    {
        var pod = PodStory.Running();
        pod.Tell(new PodInput.Unwanted());
        Assert.Equal((false, "Terminating"), (pod.Status.Ready, pod.Status.Reason));
        Assert.DoesNotContain(pod.Done, action => action is PodAction.Stop);
        var left = pod.Now;
        pod.PassUntil<PodAction.Stop>();
        Assert.Equal(new PodAction.Stop("id-0", StopSignal.Terminate), pod.Last);
        Assert.Equal(Limits.UnreadyBeforeStop, pod.Now - left);
        pod.PassUntil<PodAction.Stop>();
        Assert.Equal(new PodAction.Stop("id-0", StopSignal.Kill), pod.Last);
        Assert.Equal(30, (pod.Now - left).TotalSeconds);
        pod.Tell(new PodInput.Observed([pod.Owned("id-0", 0, running: false, exit: 137)]));
        Assert.IsType<PodAction.Close>(pod.Last);
        Assert.False(pod.Machine.Finished);
        pod.Tell(new PodInput.Closed());
        Assert.True(pod.Machine.Finished);
    }

    [Fact]
    public void A_start_that_was_under_way_when_the_pod_left_is_ended()
    {
        var pod = new PodStory();
        pod.Tell(new PodInput.Wanted(PodStory.Section()));
        pod.Tell(new PodInput.Observed([]));
        pod.Tell(new PodInput.Opened(IPAddress.Loopback));
        pod.Tell(new PodInput.Pulled("main", ""));
        pod.Tell(new PodInput.Unwanted());
        Assert.DoesNotContain(pod.Done, action => action is PodAction.Close);
        pod.Tell(new PodInput.Started("main", 0, "id-0"));
        Assert.Equal(new PodAction.Stop("id-0", StopSignal.Terminate), pod.Last);
    }

    [Fact]
    public void A_look_that_is_older_than_a_start_ends_nothing()
    {
        var pod = PodStory.Running();
        pod.Tell(new PodInput.Observed([]));
        Assert.True(pod.Status.Ready);
        pod.Tell(new PodInput.Observed([]));
        Assert.False(pod.Status.Ready);
        Assert.Equal(137, pod.Status.ContainerStatuses[0].LastState.Terminated!.ExitCode);
    }

    [Fact]
    public void A_container_that_was_killed_within_its_limit_of_memory_ran_out_of_it()
    {
        var pod = PodStory.Running(container => container with
        {
            Resources = new ResourceNeeds
            {
                Limits = ImmutableSortedDictionary<string, string>.Empty.Add("memory", "16Mi"),
            },
        });
        pod.Tell(new PodInput.Observed([pod.Owned("id-0", 0, running: false, exit: 137)]));
        Assert.Equal("OOMKilled", pod.Status.ContainerStatuses[0].LastState.Terminated!.Reason);
    }
}
