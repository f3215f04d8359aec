using Selvedge.Control.Scaling;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Horizontal;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Tests.Scaling;

public sealed class PlaceEvidenceTests
{
    private static readonly SiteId Service = new("default", "ingress-upstream");

    [Fact]
    public void Usage_is_held_against_what_pods_request()
    {
        var decision = Decide(
            [ScaleScene.Pod(1), ScaleScene.Pod(2)],
            ScaleScene.Node([], (1, 150, 0), (2, 250, 0)),
            ScaleScene.Cpu(50));

        var asked = Assert.Single(decision.Proposals);
        Assert.Equal((8, 200L), (asked.Replicas, asked.Measured));
        Assert.Equal((4, ScalingLimit.ScaleUpLimit), (decision.Replicas, decision.Limit));
    }

    [Fact]
    public void Requests_are_shared_by_the_pods_that_can_answer()
    {
        ServiceLoad[] loads =
        [
            new("default", "ingress-upstream", 90, 3), new("default", "other", 500, 0),
            new("elsewhere", "ingress-upstream", 500, 0),
        ];
        var decision = Decide(
            [ScaleScene.Pod(1), ScaleScene.Pod(2), ScaleScene.Pod(3, ready: false)],
            ScaleScene.Node([.. loads]),
            ScaleScene.Pods(PlaceEvidence.RequestsPerSecond, "15"));

        // 90 a second over two that are ready; the third may be of use soon, so it counts on the way up.
        Assert.Equal(45_000, Assert.Single(decision.Proposals).Measured);
        Assert.Equal(6, decision.Replicas);
    }

    [Fact]
    public void A_services_requests_wake_a_target_without_pods()
    {
        var node = ScaleScene.Node([new("default", "ingress-upstream", 25, 7)]);
        var autoscaler = ScaleScene.Autoscaler(
            ScaleScene.Described("Service", "ingress-upstream", PlaceEvidence.RequestsInFlight, "2"));
        autoscaler = autoscaler with { Spec = autoscaler.Spec with { MinReplicas = 0 } };

        Assert.Equal(4, Decide([], node, autoscaler, replicas: 0).Replicas);
    }

    [Fact]
    public void Silence_holds_the_count_and_says_so()
    {
        var evidence = new PlaceEvidence("fra", [ScaleScene.Pod(1)], [Service], [], ScaleScene.Now);
        var autoscaler = ScaleScene.Autoscaler(ScaleScene.Cpu(50));
        var policy = PolicyReader.Read(autoscaler);
        var decision = HorizontalAutoscaler.Decide(
            policy, evidence.Input(policy, autoscaler, 5), HorizontalMemory.Empty);

        Assert.Equal((5, ScalingLimit.FailedMetrics), (decision.Replicas, decision.Limit));
        Assert.Contains("no node of fra reports", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("temperature", "write requests_per_second or requests_in_flight")]
    [InlineData(PlaceEvidence.RequestsPerSecond, "no Service selects the pods")]
    public void What_cannot_be_measured_is_told_with_the_way_out(string metric, string told)
    {
        IReadOnlyList<SiteId> services = metric == "temperature" ? [Service] : [];
        var evidence = new PlaceEvidence("fra", [ScaleScene.Pod(1)], services, [ScaleScene.Node([])], ScaleScene.Now);
        var autoscaler = ScaleScene.Autoscaler(ScaleScene.Pods(metric, "15"));
        var policy = PolicyReader.Read(autoscaler);

        Assert.Contains(
            told, Assert.Single(evidence.Input(policy, autoscaler, 1).Readings).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_without_requests_says_which_are_missing()
    {
        var decision = Decide(
            [ScaleScene.Pod(1, cpu: null)], ScaleScene.Node([], (1, 150, 0)), ScaleScene.Cpu(50));

        Assert.Equal("Held at 1: cpu has no value, a container has no request for cpu.", decision.Reason);
    }

    [Fact]
    public void A_pod_that_has_not_begun_is_no_sample()
    {
        var decision = Decide(
            [ScaleScene.Pod(1), ScaleScene.Pod(2, ready: false, phase: "Pending")],
            ScaleScene.Node([], (1, 100, 0)),
            ScaleScene.Cpu(50));

        Assert.Equal(2, decision.Replicas);
    }

    private static HorizontalDecision Decide(
        IReadOnlyList<Pod> pods, NodeStatus node, AutoscalerMetric metric) =>
        Decide(pods, node, ScaleScene.Autoscaler(metric), pods.Count);

    private static HorizontalDecision Decide(
        IReadOnlyList<Pod> pods, NodeStatus node, HorizontalPodAutoscaler autoscaler, int replicas)
    {
        var policy = PolicyReader.Read(autoscaler);
        var evidence = new PlaceEvidence("fra", pods, [Service], [node], ScaleScene.Now);
        return HorizontalAutoscaler.Decide(
            policy, evidence.Input(policy, autoscaler, replicas), HorizontalMemory.Empty);
    }
}
