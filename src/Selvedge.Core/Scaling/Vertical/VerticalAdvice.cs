using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Scaling.Vertical;

/// <summary>From a recommendation to what stands in a VerticalPodAutoscaler's status. Pure.</summary>
public static class VerticalAdvice
{
    /// <summary>How far a bound may be off before it is told anew: as days of samples come in, bounds close a little
    /// with each.</summary>
    private const double BoundTolerance = 0.1;

    /// <summary>The recommendation within the operator's bounds.</summary>
    /// <param name="container">Of which container.</param>
    /// <param name="policy">The operator's bounds.</param>
    /// <param name="recommended">What its history says.</param>
    /// <returns>Null where there is none.</returns>
    public static ContainerRecommendation? Of(
        string container, VerticalContainerPolicy policy, VerticalRecommendation recommended)
    {
        var resources = new (string Name, ResourceBounds? Bounds)[]
        {
            ("cpu", recommended.CpuCores), ("memory", recommended.MemoryBytes),
        };
        var known = resources.Where(one => one.Bounds is not null && policy.Controls(one.Name)).ToList();
        return known.Count == 0 ? null : new ContainerRecommendation
        {
            ContainerName = container,
            Target = Amounts(bounds => bounds.Target, policy),
            LowerBound = Amounts(bounds => bounds.Lower, policy),
            UpperBound = Amounts(bounds => bounds.Upper, policy),
            UncappedTarget = Amounts(bounds => bounds.Target, null),
            Reason = recommended.Reason,
        };

        ImmutableSortedDictionary<string, string> Amounts(
            Func<ResourceBounds, double> of, VerticalContainerPolicy? bounded) => known.Aggregate(
            ResourceNeeds.None,
            (amounts, one) => amounts.Add(
                one.Name, Bounded(one.Name, VerticalAmounts.Milli(of(one.Bounds!)), bounded)));
    }

    /// <summary>Whether somebody who knows one of two has to be told the other.</summary>
    public static bool Differs(ContainerRecommendation before, ContainerRecommendation after) =>
        !before.Target.SequenceEqual(after.Target) || !before.UncappedTarget.SequenceEqual(after.UncappedTarget)
        || IsOff(before.LowerBound, after.LowerBound) || IsOff(before.UpperBound, after.UpperBound);

    private static string Bounded(string resource, long milli, VerticalContainerPolicy? policy)
    {
        var least = policy is null ? null : VerticalAmounts.Milli(policy.MinAllowed, resource);
        var most = policy is null ? null : VerticalAmounts.Milli(policy.MaxAllowed, resource);
        return milli > most ? policy!.MaxAllowed[resource]
            : milli < least ? policy!.MinAllowed[resource]
            : VerticalAmounts.Text(resource, milli);
    }

    private static bool IsOff(
        ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> after) =>
        after.Any(one => VerticalAmounts.Milli(before, one.Key) is not { } known
            || Math.Abs((VerticalAmounts.Milli(after, one.Key) ?? 0) - known) > BoundTolerance * known);
}
