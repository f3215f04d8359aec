using System.Collections.Immutable;
using Selvedge.Core.Scaling.Horizontal;

namespace Selvedge.Core.Tests.Scaling.Horizontal;

public sealed class HorizontalAutoscalerTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Fact]
    public void Ten_thousand_stories_are_decided_as_the_published_description_says()
    {
        var limits = new HashSet<ScalingLimit>();
        var ups = 0;
        var downs = 0;
        for (var seed = 0; seed < 10_000; seed++)
        {
            var step = 0;
            foreach (var (product, oracle) in new AutoscalerScene(seed).Run(40))
            {
                Assert.True(
                    product.Replicas == oracle,
                    $"seed {seed}, step {step}: {product.Replicas}, published {oracle}: {product.Reason}");
                Assert.EndsWith(".", product.Reason, StringComparison.Ordinal);
                limits.Add(product.Limit);
                ups += product.Replicas > product.Input.SpecReplicas ? 1 : 0;
                downs += product.Replicas < product.Input.SpecReplicas ? 1 : 0;
                step++;
            }
        }

        Assert.Equal(
            Enum.GetValues<ScalingLimit>().Except([ScalingLimit.NetworkCap]).Order(), limits.Order());
        Assert.True(ups > 5_000 && downs > 5_000, $"{ups} up, {downs} down");
    }

    [Theory]
    [InlineData(200, 4, 8)]
    [InlineData(50, 4, 2)]
    [InlineData(110, 4, 4)]
    [InlineData(90, 4, 4)]
    [InlineData(111, 4, 5)]
    [InlineData(89, 10, 9)]
    public void The_ratio_of_measured_to_wanted_multiplies_the_count(int measured, int replicas, int wanted) =>
        Assert.Equal(wanted, Decide(Pods(replicas, measured), Policy() with { Behavior = Quick }).Replicas);

    [Fact]
    public void A_pod_without_a_sample_counts_as_full_on_the_way_down_and_as_idle_on_the_way_up()
    {
        // Two of three at 20 of 100: 0.2; with the third at 100: 0.46, so 2 instead of 1.
        Assert.Equal(2, Decide(Pods(3, 20, silent: 1), Policy() with { Behavior = Quick }).Replicas);

        // Two of three at 150: 1.5; with the third at 0: 1.0, so nothing.
        Assert.Equal(3, Decide(Pods(3, 150, silent: 1), Policy() with { Behavior = Quick }).Replicas);
    }

    [Fact]
    public void Pods_on_target_stay_when_one_has_no_sample() =>
        Assert.Equal(3, Decide(Pods(3, 100, silent: 1), Policy() with { Behavior = Quick }).Replicas);

    [Fact]
    public void A_young_pod_that_is_not_ready_damps_the_way_up()
    {
        var pods = Pods(2, 180);
        var cold = pods with
        {
            SpecReplicas = 3,
            Pods = pods.Pods.Add(
            new PodState { Name = "cold", Ready = false, StartedAt = Start, ReadyChangedAt = Start }),
            Readings =
            [
                pods.Readings[0] with { Samples = pods.Readings[0].Samples.Add(Sample("cold", 900)) },
            ],
        };

        // The mean of 180, 180 and 0 is 120: ceil(1.2 x 3).
        var cpu = new MetricTarget(MetricSource.Resource, "cpu", MetricTargetType.AverageValue, 100);
        Assert.Equal(4, Decide(cold, Policy() with { Behavior = Quick, Metrics = [cpu] }).Replicas);
    }

    [Fact]
    public void Eighty_replicas_lose_eight_and_then_eight_again_under_ten_percent_a_minute()
    {
        var rules = Quick.Down with
        {
            Policies =
            [
                new ScalingPolicy(ScalingPolicyType.Pods, 4, 60), new ScalingPolicy(ScalingPolicyType.Percent, 10, 60),
            ],
        };
        var policy = Policy() with { Behavior = new ScalingBehavior(Quick.Up, rules) };
        List<int> counts = [80];
        var memory = HorizontalMemory.Empty;
        for (var minute = 0; counts[^1] > 36; minute++)
        {
            var input = Pods(counts[^1], 1) with { Now = Start.AddMinutes(minute) };
            var decision = HorizontalAutoscaler.Decide(policy, input, memory);
            memory = decision.Memory.Scaled(input.Now, counts[^1], decision.Replicas);
            counts.Add(decision.Replicas);
        }

        Assert.Equal([80, 72, 64, 57, 51, 45, 40, 36], counts);
    }

    [Fact]
    public void The_highest_recommendation_of_ten_minutes_holds_the_count_as_in_story_five_of_kep_853()
    {
        var down = Quick.Down with
        {
            StabilizationWindowSeconds = 600,
            Tolerance = 0,
            Policies = [new ScalingPolicy(ScalingPolicyType.Pods, 5, 60)],
        };
        var policy = Policy() with { Behavior = new ScalingBehavior(Quick.Up with { Tolerance = 0 }, down) };
        var memory = HorizontalMemory.Empty;
        List<int> counts = [];
        int[] recommendations = [10, 9, 8, 9, 9, 8, 9, 8, 9, 8, 7];
        for (var minute = 0; minute < recommendations.Length; minute++)
        {
            // 10 replicas, measured so that the metric asks for just this many.
            var input = Pods(10, recommendations[minute] * 10) with { Now = Start.AddMinutes(minute) };
            var decision = HorizontalAutoscaler.Decide(policy, input, memory);
            memory = decision.Memory.Scaled(input.Now, 10, decision.Replicas);
            counts.Add(decision.Replicas);
        }

        Assert.Equal([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 9], counts);
    }

    [Fact]
    public void A_metric_that_fails_may_hold_or_raise_and_never_lower()
    {
        var policy = Policy() with
        {
            Behavior = Quick,
            Metrics = [.. Policy().Metrics, new MetricTarget(MetricSource.External, "q", MetricTargetType.Value, 1000)],
        };
        var broken = new MetricReading { Failure = "the endpoint timed out" };

        var low = Pods(4, 10);
        var held = Decide(low with { Readings = [low.Readings[0], broken] }, policy);
        Assert.Equal((4, ScalingLimit.FailedMetrics), (held.Replicas, held.Limit));
        Assert.Equal("Held at 4: q has no value, the endpoint timed out.", held.Reason);

        var high = Pods(4, 200);
        Assert.Equal(8, Decide(high with { Readings = [high.Readings[0], broken] }, policy).Replicas);
    }

    [Fact]
    public void Without_behavior_a_step_goes_to_twice_the_count_or_four_at_most()
    {
        Assert.Equal(4, Decide(Pods(1, 10_000), Policy()).Replicas);
        var decision = Decide(Pods(5, 10_000), Policy());

        Assert.Equal((10, ScalingLimit.ScaleUpLimit), (decision.Replicas, decision.Limit));
        Assert.Equal(
            "5 to 10 of 500, as fast as the policies let it rise: requests is at 10 of 0.1.", decision.Reason);
    }

    [Fact]
    public void A_target_at_zero_stays_there_until_someone_wakes_it_or_min_replicas_is_zero()
    {
        Assert.Equal(ScalingLimit.ScalingDisabled, Decide(Pods(0, 0), Policy()).Limit);

        var policy = Policy() with
        {
            MinReplicas = 0,
            Metrics = [new MetricTarget(MetricSource.Described, "requests", MetricTargetType.Value, 1000)],
        };
        var woken = Pods(0, 0) with { Readings = [new MetricReading { Amount = 2500 }] };
        Assert.Equal(3, Decide(woken, policy).Replicas);
    }

    [Fact]
    public void The_metric_that_wants_most_decides_and_is_named()
    {
        var policy = Policy() with
        {
            Behavior = Quick,
            Metrics = [.. Policy().Metrics, new MetricTarget(MetricSource.External, "q", MetricTargetType.Value, 1000)],
        };
        var input = Pods(4, 150);
        var decision = Decide(input with { Readings = [input.Readings[0], new() { Amount = 2000 }] }, policy);

        Assert.Equal("4 to 8: q is at 2 of 1.", decision.Reason);
    }

    private static ScalingBehavior Quick { get; } = new(
        new ScalingRules { Policies = [new ScalingPolicy(ScalingPolicyType.Percent, 900, 15)] },
        new ScalingRules { Policies = [new ScalingPolicy(ScalingPolicyType.Percent, 100, 15)] });

    private static HorizontalPolicy Policy() => new()
    {
        MaxReplicas = 1000,
        Metrics = [new MetricTarget(MetricSource.Pods, "requests", MetricTargetType.AverageValue, 100)],
    };

    private static HorizontalDecision Decide(HorizontalInput input, HorizontalPolicy policy) =>
        HorizontalAutoscaler.Decide(policy, input, HorizontalMemory.Empty);

    private static HorizontalInput Pods(int replicas, long each, int silent = 0)
    {
        var names = Enumerable.Range(0, replicas).Select(index => $"p{index}").ToImmutableArray();
        return new HorizontalInput
        {
            Now = Start,
            SpecReplicas = replicas,
            StatusReplicas = replicas,
            Pods =
            [
                .. names.Select(name => new PodState
                {
                    Name = name, Ready = true, StartedAt = Start.AddHours(-1), ReadyChangedAt = Start.AddHours(-1),
                }),
            ],
            Readings = [new MetricReading { Samples = [.. names.Skip(silent).Select(name => Sample(name, each))] }],
        };
    }

    private static PodSample Sample(string pod, long amount) => new(pod, amount, Start, TimeSpan.FromSeconds(15));
}
