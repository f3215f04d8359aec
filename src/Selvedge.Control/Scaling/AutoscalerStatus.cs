using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Horizontal;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Scaling;

/// <summary>The status of a HorizontalPodAutoscaler after its decisions. Pure.</summary>
internal static class AutoscalerStatus
{
    /// <summary>Decisions that are kept: some minutes of a rise at several locations, and a document that stays
    /// small.</summary>
    public const int DecisionsKept = 40;

    /// <summary>After decisions about every location of the target.</summary>
    public static HorizontalPodAutoscalerStatus Of(
        HorizontalPodAutoscaler autoscaler, IReadOnlyList<HorizontalDecision> decisions, DateTimeOffset now)
    {
        var before = autoscaler.Status;
        var changed = decisions.Where(decision => Changes(before, decision)).ToList();
        return before with
        {
            ObservedGeneration = autoscaler.Metadata.Generation,
            LastScaleTime = decisions.Any(IsMove) ? now : before.LastScaleTime,
            CurrentReplicas = decisions.Sum(decision => decision.Input.StatusReplicas),
            DesiredReplicas = decisions.Sum(decision => decision.Replicas),
            CurrentMetrics = Metrics(autoscaler, decisions),
            Conditions =
            [
                Able(decisions, now).Since(before.Conditions),
                Active(decisions, now).Since(before.Conditions),
                Limited(decisions, now).Since(before.Conditions),
            ],
            Places =
            [
                .. decisions.OrderBy(decision => decision.Input.Location, StringComparer.Ordinal).Select(decision =>
                    new ScaledPlace(
                        decision.Input.Location, decision.Replicas, $"{decision.Limit}", decision.Reason)),
            ],
            Decisions = [.. changed.Select(Record).Concat(before.Decisions).Take(DecisionsKept)],
        };
    }

    /// <summary>Of one that cannot scale anything; what it had decided stays in force.</summary>
    public static HorizontalPodAutoscalerStatus Unable(
        HorizontalPodAutoscaler autoscaler, string reason, string message, DateTimeOffset now) =>
        autoscaler.Status with
        {
            ObservedGeneration = autoscaler.Metadata.Generation,
            Conditions = [new Condition("AbleToScale", "False", reason, message, now).Since(
                autoscaler.Status.Conditions)],
        };

    /// <summary>Whether a decision changed a location's count.</summary>
    public static bool IsMove(HorizontalDecision decision) => decision.Replicas != decision.Input.SpecReplicas;

    // A count, or what stands in its way: repeating what stays as it is would push out what matters.
    private static bool Changes(HorizontalPodAutoscalerStatus before, HorizontalDecision decision) =>
        IsMove(decision)
        || before.Places.FirstOrDefault(place => place.Location == decision.Input.Location)?.Limit
            != $"{decision.Limit}";

    private static ScaleDecision Record(HorizontalDecision decision) => new(
        decision.Input.Now,
        decision.Input.Location,
        decision.Input.SpecReplicas,
        decision.Replicas,
        $"{decision.Limit}",
        decision.Reason,
        decision.Input.StatusReplicas,
        decision.Input.Pods.Count(pod => pod.Ready == true),
        [
            .. decision.Proposals.Select(proposal => new ScaleMetric(
                proposal.Target.Name,
                Amount(proposal.Target, proposal.Target.Amount),
                proposal.Replicas is null ? "" : Amount(proposal.Target, proposal.Measured),
                proposal.Replicas,
                proposal.Failure)),
        ]);

    private static ImmutableArray<AutoscalerMetricStatus> Metrics(
        HorizontalPodAutoscaler autoscaler, IReadOnlyList<HorizontalDecision> decisions)
    {
        var metrics = ImmutableArray.CreateBuilder<AutoscalerMetricStatus>();
        var count = decisions.Select(decision => decision.Proposals.Length).DefaultIfEmpty().Max();
        for (var index = 0; index < count; index++)
        {
            // The location that is furthest over its target says most in one number.
            var measured = decisions.Select(decision => decision.Proposals.ElementAtOrDefault(index))
                .Where(proposal => proposal?.Replicas is not null).MaxBy(proposal => proposal!.Ratio);
            metrics.Add(measured is null
                ? new AutoscalerMetricStatus()
                : Metric(measured, autoscaler.Spec.Metrics.ElementAtOrDefault(index)?.Described));
        }

        return metrics.ToImmutable();
    }

    private static AutoscalerMetricStatus Metric(MetricProposal proposal, AutoscalerMetricSource? described)
    {
        var target = proposal.Target;
        var value = new AutoscalerMetricValue
        {
            Current = target.Type switch
            {
                MetricTargetType.Utilization => new AutoscalerAmount { AverageUtilization = proposal.Measured },
                MetricTargetType.AverageValue => new AutoscalerAmount { AverageValue = Milli(proposal.Measured) },
                _ => new AutoscalerAmount { Value = Milli(proposal.Measured) },
            },
        };
        var named = value with { Metric = new AutoscalerMetricName { Name = target.Name } };
        return target.Source switch
        {
            MetricSource.Resource => new AutoscalerMetricStatus
            {
                Type = "Resource",
                Resource = value with { Name = target.Name },
            },
            MetricSource.Pods => new AutoscalerMetricStatus { Type = "Pods", Pods = named },
            MetricSource.Described => new AutoscalerMetricStatus
            {
                Type = "Object",
                Described = named with { DescribedObject = described?.DescribedObject },
            },
            _ => new AutoscalerMetricStatus { Type = "External", External = named },
        };
    }

    private static Condition Able(IReadOnlyList<HorizontalDecision> decisions, DateTimeOffset now)
    {
        var moved = decisions.Where(IsMove).ToList();
        return moved.Count > 0
            ? new Condition("AbleToScale", "True", "SucceededRescale", Told(moved), now)
            : new Condition("AbleToScale", "True", "ReadyForNewScale", "The counts are as they should be.", now);
    }

    private static Condition Active(IReadOnlyList<HorizontalDecision> decisions, DateTimeOffset now)
    {
        var off = decisions.Where(decision => decision.Limit == ScalingLimit.ScalingDisabled).ToList();
        var failed = decisions.Where(decision => decision.Limit == ScalingLimit.FailedMetrics).ToList();
        return off.Count > 0
                ? new Condition("ScalingActive", "False", "ScalingDisabled", Told(off), now)
            : failed.Count > 0
                ? new Condition("ScalingActive", "False", "FailedGetMetrics", Told(failed), now)
            : new Condition("ScalingActive", "True", "ValidMetricFound", "Every location's metrics are known.", now);
    }

    private static Condition Limited(IReadOnlyList<HorizontalDecision> decisions, DateTimeOffset now)
    {
        var limited = decisions.Where(decision => decision.Limit is ScalingLimit.TooFewReplicas
            or ScalingLimit.TooManyReplicas or ScalingLimit.ScaleUpLimit or ScalingLimit.ScaleDownLimit
            or ScalingLimit.NetworkCap).ToList();
        return limited.Count > 0
            ? new Condition("ScalingLimited", "True", $"{limited[0].Limit}", Told(limited), now)
            : new Condition(
                "ScalingLimited", "False", $"{ScalingLimit.DesiredWithinRange}",
                "No limit keeps a count from what the metrics ask for.", now);
    }

    private static string Told(IEnumerable<HorizontalDecision> decisions) =>
        string.Join(' ', decisions.Select(decision => $"{decision.Input.Location}: {decision.Reason}"));

    private static string Amount(MetricTarget target, long amount) => target.Type == MetricTargetType.Utilization
        ? string.Create(CultureInfo.InvariantCulture, $"{amount}%")
        : Milli(amount);

    private static string Milli(long amount) => new Quantity(amount).ToString();
}
