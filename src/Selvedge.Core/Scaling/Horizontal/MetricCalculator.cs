using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>From one metric to a count of replicas, with Kubernetes' arithmetic: whole percents and thousandths cut
/// off, the ratio in double precision.</summary>
internal static class MetricCalculator
{
    public static MetricProposal Propose(HorizontalPolicy policy, int index, HorizontalInput input)
    {
        var target = policy.Metrics[index];
        if (index >= input.Readings.Length || input.Readings[index].Failure.Length > 0)
        {
            return MetricProposal.Failed(
                target, index < input.Readings.Length ? input.Readings[index].Failure : "it was not measured");
        }

        var reading = input.Readings[index];
        return (target.Source, target.Type) switch
        {
            (MetricSource.Resource or MetricSource.Pods, not MetricTargetType.Value) =>
                OverPods(policy, target, reading, input),
            (_, MetricTargetType.AverageValue) => PerReplica(policy, target, reading.Amount, input),
            (_, MetricTargetType.Value) => Whole(policy, target, reading.Amount, input),
            _ => MetricProposal.Failed(target, $"{target.Source} has no {target.Type} target"),
        };
    }

    private static MetricProposal OverPods(
        HorizontalPolicy policy, MetricTarget target, MetricReading reading, HorizontalInput input)
    {
        var pods = PodGroups.Of(policy, target, reading, input);
        if (pods.Failure(target) is { } failure)
        {
            return MetricProposal.Failed(target, failure);
        }

        var measured = Measured(target, pods.Measured);
        var ratio = Ratio(target, measured);
        var lift = ratio > 1 && !pods.Unready.IsEmpty;
        if (!lift && pods.Missing.IsEmpty)
        {
            return Proposal(IsWithin(policy, ratio) ? input.SpecReplicas : Ceiling(ratio * pods.Measured.Length));
        }

        // Pods without a sample damp either direction; pods that are not ready damp only the way up.
        var counted = pods.Measured;
        if (ratio < 1)
        {
            counted = counted.AddRange(pods.Missing.Select(pod => pod with { Amount = AtFullUse(target, pod) }));
        }
        else if (ratio > 1)
        {
            counted = counted.AddRange(pods.Missing);
        }

        counted = lift ? counted.AddRange(pods.Unready) : counted;
        var damped = Ratio(target, Measured(target, counted));
        var replicas = Ceiling(damped * counted.Length);
        return Proposal(
            IsWithin(policy, damped) || Turned(ratio, damped)
            || (damped < 1 && replicas > input.SpecReplicas) || (damped > 1 && replicas < input.SpecReplicas)
                ? input.SpecReplicas
                : replicas);

        MetricProposal Proposal(int replicas) => new(target, replicas, ratio, measured, "");
    }

    private static MetricProposal PerReplica(
        HorizontalPolicy policy, MetricTarget target, long amount, HorizontalInput input)
    {
        var ratio = amount / ((double)target.Amount * input.StatusReplicas);
        return new MetricProposal(
            target, IsWithin(policy, ratio) ? input.StatusReplicas : Ceiling(amount / (double)target.Amount),
            ratio, input.StatusReplicas == 0 ? amount : Ceiling(amount / (double)input.StatusReplicas), "");
    }

    private static MetricProposal Whole(
        HorizontalPolicy policy, MetricTarget target, long amount, HorizontalInput input)
    {
        var ratio = amount / (double)target.Amount;
        if (input.SpecReplicas != 0 && !IsWithin(policy, ratio) && input.Pods.IsEmpty)
        {
            return MetricProposal.Failed(target, "there are no pods");
        }

        var ready = input.Pods.Count(pod => pod is { Phase: PodPhase.Running, Ready: true });
        return new MetricProposal(
            target,
            input.SpecReplicas == 0 ? Ceiling(ratio)
                : IsWithin(policy, ratio) ? input.SpecReplicas
                : Ceiling(ratio * ready),
            ratio, amount, "");
    }

    private static long Measured(MetricTarget target, ImmutableArray<CountedPod> pods)
    {
        Int128 sum = 0;
        Int128 requests = 0;
        foreach (var pod in pods)
        {
            sum += pod.Amount;
            requests += pod.Request;
        }

        return (long)Int128.Clamp(
            target.Type == MetricTargetType.Utilization ? sum * 100 / requests : sum / pods.Length,
            long.MinValue, long.MaxValue);
    }

    private static double Ratio(MetricTarget target, long measured) => measured / (double)target.Amount;

    // The page says the target's use; the controller takes all of the request, or the target where that is more.
    private static long AtFullUse(MetricTarget target, CountedPod pod) => target.Type == MetricTargetType.Utilization
        ? (long)Int128.Min((Int128)pod.Request * Math.Max(100, target.Amount) / 100, long.MaxValue)
        : target.Amount;

    private static bool IsWithin(HorizontalPolicy policy, double ratio)
    {
        var down = policy.Behavior?.Down.Tolerance ?? ScalingRules.DefaultTolerance;
        var up = policy.Behavior?.Up.Tolerance ?? ScalingRules.DefaultTolerance;
        return 1.0 - down <= ratio && ratio <= 1.0 + up;
    }

    private static bool Turned(double before, double after) => (before < 1 && after > 1) || (before > 1 && after < 1);

    private static int Ceiling(double replicas) =>
        double.IsNaN(replicas) ? 0 : (int)Math.Clamp(Math.Ceiling(replicas), 0, int.MaxValue);
}
