using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads;

/// <summary>Probes by Kubernetes' numbers, in seconds from the container's start.</summary>
public sealed class PodProbeTests
{
    private static readonly Probe Tcp = new() { TcpSocket = new TcpSocketAction { Port = new PortReference(80, "") } };

    [Fact]
    public void Readiness_begins_after_its_delay_and_goes_on_in_its_period()
    {
        var pod = PodStory.Running(container => container with
        {
            ReadinessProbe = Tcp with { InitialDelaySeconds = 5, PeriodSeconds = 3, FailureThreshold = 2 },
        });
        Assert.False(pod.Status.Ready);
        Assert.Equal([5, 8, 11, 14, 17], Ask(pod, ProbeKind.Readiness, [false, true, false, true, false]));
        Assert.True(pod.Status.Ready);
        Assert.Equal([20], Ask(pod, ProbeKind.Readiness, [false]));
        Assert.False(pod.Status.Ready);
        Assert.Equal([23], Ask(pod, ProbeKind.Readiness, [true]));
        Assert.True(pod.Status.Ready);
        Assert.DoesNotContain(pod.Done, action => action is PodAction.Stop);
        Assert.Equal(3, pod.Machine.Events.Single(told => told.Reason == "Unhealthy").Count - 1);
    }

    [Fact]
    public void Liveness_ends_the_container_after_so_many_failures_in_a_row_and_it_is_started_again()
    {
        var pod = PodStory.Running(container => container with
        {
            LivenessProbe = Tcp with { PeriodSeconds = 10, FailureThreshold = 3 },
        });
        Assert.True(pod.Status.Ready);
        Assert.Equal([0, 10, 20, 30, 40], Ask(pod, ProbeKind.Liveness, [false, true, false, false, false]));
        Assert.Equal(new PodAction.Stop("id-0", StopSignal.Terminate), pod.Last);
        Assert.False(pod.Status.Ready);
        pod.PassUntil<PodAction.Stop>();
        pod.PassUntil<PodAction.Stop>();
        Assert.Equal(new PodAction.Stop("id-0", StopSignal.Kill), pod.Last);
        Assert.Equal(70, (pod.Now - PodStory.Began).TotalSeconds);
        pod.Tell(new PodInput.Observed([pod.Owned("id-0", 0, running: false, exit: 137)]));
        Assert.Equal("Unhealthy", pod.Status.ContainerStatuses[0].LastState.Terminated!.Reason);
        Assert.IsType<PodAction.Pull>(pod.Last);
    }

    [Fact]
    public void Until_the_startup_probe_succeeds_nothing_else_is_asked()
    {
        var pod = PodStory.Running(container => container with
        {
            StartupProbe = Tcp with { PeriodSeconds = 2, FailureThreshold = 30 },
            ReadinessProbe = Tcp with { PeriodSeconds = 1 },
            LivenessProbe = Tcp with { InitialDelaySeconds = 7, PeriodSeconds = 1 },
        });
        Assert.Equal([0, 2, 4], Ask(pod, ProbeKind.Startup, [false, false, true]));
        Assert.True(pod.Status.ContainerStatuses[0].Started);
        Assert.Equal([4], Ask(pod, ProbeKind.Readiness, [true]));
        Assert.True(pod.Status.Ready);
        Assert.Equal([7], Ask(pod, ProbeKind.Liveness, [true]));
        Assert.Equal(3, pod.Done.Count(action => action is PodAction.Ask { Kind: ProbeKind.Startup }));
    }

    [Fact]
    public void A_startup_probe_that_never_succeeds_ends_the_container()
    {
        var pod = PodStory.Running(container => container with
        {
            StartupProbe = Tcp with { PeriodSeconds = 1, FailureThreshold = 2 },
        });
        Ask(pod, ProbeKind.Startup, [false, false]);
        Assert.Equal(new PodAction.Stop("id-0", StopSignal.Terminate), pod.Last);
    }

    [Fact]
    public void An_answer_that_is_awaited_is_not_asked_for_again_and_a_late_one_hurries_nothing()
    {
        var pod = PodStory.Running(container => container with { ReadinessProbe = Tcp with { PeriodSeconds = 1 } });
        pod.Pass(10);
        Assert.Single(pod.Done, action => action is PodAction.Ask);
        pod.Tell(new PodInput.Asked("main", "id-0", ProbeKind.Readiness, true, ""));
        pod.Tell(new PodInput.Tick());
        Assert.Equal(2, pod.Done.Count(action => action is PodAction.Ask));
    }

    [Fact]
    public void An_answer_of_an_instance_before_counts_for_nothing()
    {
        var pod = PodStory.Running(container => container with { ReadinessProbe = Tcp });
        pod.Tell(new PodInput.Asked("main", "another", ProbeKind.Readiness, true, ""));
        Assert.False(pod.Status.Ready);
    }

    // Answers what is asked, at once, and says when it was asked.
    private static double[] Ask(PodStory pod, ProbeKind kind, bool[] answers)
    {
        var times = new List<double>();
        foreach (var answer in answers)
        {
            var before = pod.Done.Count(action => action is PodAction.Ask ask && ask.Kind == kind);
            while (pod.Answered(kind) >= before)
            {
                pod.Pass(0.1);
                before = pod.Done.Count(action => action is PodAction.Ask ask && ask.Kind == kind);
            }

            times.Add(Math.Round((pod.Now - PodStory.Began).TotalSeconds, 3));
            pod.Answer(kind, answer);
        }

        return [.. times];
    }
}
