using System.Collections.Immutable;
using System.Globalization;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>Decisions in words.</summary>
internal static class Sentences
{
    public static string Failures(IReadOnlyList<MetricProposal> failed) => string.Join(
        "; ", failed.Select(proposal => $"{proposal.Target.Name} has no value, {proposal.Failure}"));

    public static string Of(
        int current, int recommended, int replicas, ScalingLimit limit, ImmutableArray<MetricProposal> proposals)
    {
        var first = proposals.First(proposal => proposal.Replicas == recommended);
        var measured = $"{first.Target.Name} is at {Measured(first)} of {Wanted(first.Target)}";
        var change = replicas == current ? $"stays at {current}" : $"{current} to {replicas}";
        var why = limit switch
        {
            ScalingLimit.ScaleUpStabilized => $", since {recommended} was not asked for during the whole window",
            ScalingLimit.ScaleDownStabilized => $", since more than {recommended} was asked for within the window",
            ScalingLimit.ScaleUpLimit => $" of {recommended}, as fast as the policies let it rise",
            ScalingLimit.ScaleDownLimit => $" of {recommended}, as fast as the policies let it fall",
            ScalingLimit.TooFewReplicas => $", minReplicas, where {recommended} would do",
            ScalingLimit.TooManyReplicas => $", maxReplicas, where {recommended} are needed",
            _ => "",
        };
        return $"{change}{why}: {measured}.";
    }

    private static string Measured(MetricProposal proposal) => Amount(proposal.Target, proposal.Measured);

    private static string Wanted(MetricTarget target) => Amount(target, target.Amount);

    private static string Amount(MetricTarget target, long amount) => target.Type == MetricTargetType.Utilization
        ? string.Create(CultureInfo.InvariantCulture, $"{amount} %")
        : (amount / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
