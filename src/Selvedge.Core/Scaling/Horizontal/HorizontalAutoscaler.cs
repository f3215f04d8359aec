using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>Kubernetes' HorizontalPodAutoscaler: from metrics to a count of replicas, one location at a time.</summary>
public static class HorizontalAutoscaler
{
    /// <summary>Decides. Kubernetes asks every 15 s.</summary>
    /// <param name="policy">What the operator wants.</param>
    /// <param name="input">What is known.</param>
    /// <param name="memory">Of the decision before; empty at first.</param>
    public static HorizontalDecision Decide(HorizontalPolicy policy, HorizontalInput input, HorizontalMemory memory)
    {
        var current = input.SpecReplicas;
        if (memory.Recommendations.IsEmpty)
        {
            memory = memory.Recommended(input.Now, current);
        }

        return current == 0 && policy.MinReplicas != 0
                ? At(0, ScalingLimit.ScalingDisabled,
                    $"Scaling is off: there are 0 replicas and minReplicas is {policy.MinReplicas}.")
            : current > policy.MaxReplicas
                ? At(policy.MaxReplicas, ScalingLimit.TooManyReplicas,
                    $"{current} replicas are more than maxReplicas: {policy.MaxReplicas}.")
            : current < policy.MinReplicas
                ? At(policy.MinReplicas, ScalingLimit.TooFewReplicas,
                    $"{current} replicas are fewer than minReplicas: {policy.MinReplicas}.")
            : ByMetrics(policy, input, memory);

        HorizontalDecision At(int replicas, ScalingLimit limit, string reason) => new()
        {
            Input = input,
            Replicas = replicas,
            Limit = limit,
            Reason = reason,
            Memory = memory,
        };
    }

    private static HorizontalDecision ByMetrics(
        HorizontalPolicy policy, HorizontalInput input, HorizontalMemory memory)
    {
        var current = input.SpecReplicas;
        var proposals = Enumerable.Range(0, policy.Metrics.Length)
            .Select(index => MetricCalculator.Propose(policy, index, input)).ToImmutableArray();
        var wanted = proposals.Max(proposal => proposal.Replicas);
        var failed = proposals.Where(proposal => proposal.Replicas is null).ToList();
        if (wanted is not { } recommended || (failed.Count > 0 && recommended < current))
        {
            return new HorizontalDecision
            {
                Input = input,
                Replicas = current,
                Proposals = proposals,
                Limit = ScalingLimit.FailedMetrics,
                Reason = $"Held at {current}: {Sentences.Failures(failed)}.",
                Memory = memory,
            };
        }

        var stable = policy.Behavior is { } windows
            ? Stabilization.Between(windows, memory, input.Now, current, recommended)
            : Stabilization.Highest(memory, input.Now, recommended);
        var (replicas, limit) = policy.Behavior is { } rates
            ? Limited(policy, rates, memory, input.Now, current, stable)
            : LimitedWithoutBehavior(policy, current, stable);
        if (limit == ScalingLimit.DesiredWithinRange && stable != recommended)
        {
            limit = recommended >= current && policy.Behavior is not null
                ? ScalingLimit.ScaleUpStabilized
                : ScalingLimit.ScaleDownStabilized;
        }

        return new HorizontalDecision
        {
            Input = input,
            Replicas = replicas,
            Proposals = proposals,
            Limit = limit,
            Reason = Sentences.Of(current, recommended, replicas, limit, proposals),
            Memory = memory.Recommended(input.Now, recommended),
        };
    }

    private static (int Replicas, ScalingLimit Limit) LimitedWithoutBehavior(
        HorizontalPolicy policy, int current, int wanted)
    {
        var rate = RateLimits.WithoutBehavior(current);
        var most = Math.Min(rate, policy.MaxReplicas);
        return wanted < policy.MinReplicas ? (policy.MinReplicas, ScalingLimit.TooFewReplicas)
            : wanted <= most ? (wanted, ScalingLimit.DesiredWithinRange)
            : (most, policy.MaxReplicas > rate ? ScalingLimit.ScaleUpLimit : ScalingLimit.TooManyReplicas);
    }

    private static (int Replicas, ScalingLimit Limit) Limited(
        HorizontalPolicy policy, ScalingBehavior behavior, HorizontalMemory memory, DateTimeOffset now, int current,
        int wanted)
    {
        if (wanted > current)
        {
            var rate = RateLimits.Highest(behavior.Up, memory, now, current);
            var most = Math.Min(policy.MaxReplicas, rate);
            return wanted <= most ? (wanted, ScalingLimit.DesiredWithinRange)
                : (most, policy.MaxReplicas > rate ? ScalingLimit.ScaleUpLimit : ScalingLimit.TooManyReplicas);
        }

        if (wanted < current)
        {
            var rate = RateLimits.Lowest(behavior.Down, memory, now, current);
            var least = Math.Max(policy.MinReplicas, rate);
            return wanted >= least ? (wanted, ScalingLimit.DesiredWithinRange)
                : (least, policy.MinReplicas < rate ? ScalingLimit.ScaleDownLimit : ScalingLimit.TooFewReplicas);
        }

        return (wanted, ScalingLimit.DesiredWithinRange);
    }
}
