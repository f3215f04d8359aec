using Selvedge.Control.Scaling;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Horizontal;

namespace Selvedge.Control.Tests.Scaling;

public sealed class AutoscalerStatusTests
{
    private static readonly HorizontalPodAutoscaler Autoscaler = ScaleScene.Autoscaler(ScaleScene.Cpu(50));

    [Fact]
    public void A_count_that_changes_is_kept_with_what_it_was_made_from()
    {
        var status = AutoscalerStatus.Of(
            Autoscaler, [Decision("nyc", 2, 2, 100), Decision("fra", 2, 4, 200)], ScaleScene.Now);

        Assert.Equal(
            [("fra", 4), ("nyc", 2)], status.Places.Select(place => (place.Location, place.Replicas)));
        Assert.Equal((4, 6, 4L), (status.CurrentReplicas, status.DesiredReplicas, status.ObservedGeneration));
        Assert.Equal(ScaleScene.Now, status.LastScaleTime);
        var change = Assert.Single(status.Decisions, decision => decision.From != decision.To);
        Assert.Equal(("fra", 2, 4, 2, 2), (change.Location, change.From, change.To, change.Pods, change.ReadyPods));
        Assert.Equal(new ScaleMetric("cpu", "50%", "200%", 4, ""), Assert.Single(change.Metrics));
        Assert.Equal(200, Assert.Single(status.CurrentMetrics).Resource!.Current.AverageUtilization);
        Assert.Equal("SucceededRescale", Condition(status, "AbleToScale").Reason);
    }

    [Fact]
    public void What_stays_is_not_told_again_and_keeps_its_times()
    {
        var first = AutoscalerStatus.Of(Autoscaler, [Decision("fra", 2, 4, 200)], ScaleScene.Now);
        var later = ScaleScene.Now.AddMinutes(1);
        var second = AutoscalerStatus.Of(
            Autoscaler with { Status = first }, [Decision("fra", 4, 4, 51)], later);

        Assert.Equal(first.Decisions, second.Decisions);
        Assert.Equal(ScaleScene.Now, second.LastScaleTime);
        Assert.Equal(ScaleScene.Now, Condition(second, "AbleToScale").LastTransitionTime);
        Assert.Equal("ReadyForNewScale", Condition(second, "AbleToScale").Reason);
    }

    [Fact]
    public void The_oldest_decisions_go_first()
    {
        var status = new HorizontalPodAutoscalerStatus();
        for (var round = 0; round < AutoscalerStatus.DecisionsKept + 5; round++)
        {
            status = AutoscalerStatus.Of(
                Autoscaler with { Status = status }, [Decision("fra", round + 1, round + 2, 200)],
                ScaleScene.Now.AddMinutes(round));
        }

        Assert.Equal(AutoscalerStatus.DecisionsKept, status.Decisions.Length);
        Assert.Equal(AutoscalerStatus.DecisionsKept + 6, status.Decisions[0].To);
    }

    [Fact]
    public void One_that_cannot_scale_keeps_what_it_had_decided()
    {
        var first = AutoscalerStatus.Of(Autoscaler, [Decision("fra", 2, 4, 200)], ScaleScene.Now);
        var broken = AutoscalerStatus.Unable(
            Autoscaler with { Status = first }, "FailedGetScale", "There is no Deployment shop.", ScaleScene.Now);

        Assert.Equal(first.Places, broken.Places);
        Assert.Equal("False", Condition(broken, "AbleToScale").Status);
    }

    [Fact]
    public void A_status_is_read_as_it_was_written()
    {
        var status = AutoscalerStatus.Of(Autoscaler, [Decision("fra", 2, 4, 200)], ScaleScene.Now);
        var read = CoreJson.Read<HorizontalPodAutoscaler>(CoreJson.Write(Autoscaler with { Status = status }));

        Assert.Equal(CoreJson.Write(status), CoreJson.Write(read.Status));
    }

    [Theory]
    [InlineData(3, 0, 0, 3)] // Nothing was decided: as the spec says.
    [InlineData(3, 7, 0, 7)] // The decision stands, whatever the spec says.
    [InlineData(0, 7, 0, 0)] // Switched off everywhere.
    [InlineData(3, -1, 1, 3)] // Switched on again.
    public void A_location_has_what_was_decided_unless_the_operator_switched_it_off(
        int wanted, int decided, int least, int replicas)
    {
        var autoscaler = Autoscaler with
        {
            Spec = Autoscaler.Spec with { MinReplicas = least },
            Status = new HorizontalPodAutoscalerStatus
            {
                Places = decided == 0 ? [] : [new ScaledPlace("fra", Math.Max(0, decided), "", "")],
            },
        };

        Assert.Equal(replicas, autoscaler.ReplicasAt("fra", wanted));
    }

    private static Condition Condition(HorizontalPodAutoscalerStatus status, string type) =>
        status.Conditions.Single(condition => condition.Type == type);

    private static HorizontalDecision Decision(string location, int from, int to, long measured) => new()
    {
        Input = new HorizontalInput
        {
            Location = location,
            Now = ScaleScene.Now,
            SpecReplicas = from,
            StatusReplicas = 2,
            Pods = [new PodState { Name = "a", Ready = true }, new PodState { Name = "b", Ready = true }],
        },
        Replicas = to,
        Proposals =
        [
            new MetricProposal(
                new MetricTarget(MetricSource.Resource, "cpu", MetricTargetType.Utilization, 50), to,
                measured / 50.0, measured, ""),
        ],
        Reason = "cpu.",
        Memory = HorizontalMemory.Empty,
    };
}
