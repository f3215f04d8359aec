using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Scaling.Vertical;

/// <summary>From a template and what is recommended to what a pod that begins now requests. Pure.</summary>
public static class VerticalSizing
{
    /// <summary>The pod as it should begin; the very same where nothing is to be changed.</summary>
    /// <param name="spec">Of the template.</param>
    /// <param name="autoscaler">Who recommends; null: nobody.</param>
    public static PodSpec Of(PodSpec spec, VerticalPodAutoscaler? autoscaler)
    {
        if (autoscaler is not { Spec.UpdatePolicy.UpdateMode: VerticalUpdatePolicy.Initial })
        {
            return spec;
        }

        var sized = spec.Containers.Select(container => Of(container, autoscaler)).ToImmutableArray();
        return sized.SequenceEqual(spec.Containers) ? spec : spec with { Containers = sized };
    }

    private static Container Of(Container container, VerticalPodAutoscaler autoscaler)
    {
        var policy = autoscaler.Spec.PolicyOf(container.Name);
        var target = autoscaler.Status.Of(container.Name)?.Target ?? ResourceNeeds.None;
        var needs = container.Resources;
        foreach (var (resource, text) in target)
        {
            if (policy.Controls(resource) && Quantity.TryParse(text, out var amount) && amount.MilliUnits > 0)
            {
                needs = Of(needs, resource, amount.MilliUnits, policy.ControlledValues == "RequestsOnly");
            }
        }

        return ReferenceEquals(needs, container.Resources) ? container : container with { Resources = needs };
    }

    private static ResourceNeeds Of(ResourceNeeds needs, string resource, long target, bool keepLimits)
    {
        var limit = VerticalAmounts.Milli(needs.Limits, resource);
        if (limit is null || keepLimits)
        {
            return needs with { Requests = Set(needs.Requests, resource, Math.Min(target, limit ?? target)) };
        }

        // Where a limit stands alone it is the request too.
        var request = VerticalAmounts.Milli(needs.Requests, resource) ?? limit.Value;
        var scaled = request > 0 ? (long)((decimal)limit.Value * target / request) : Math.Max(limit.Value, target);
        return needs with
        {
            Requests = Set(needs.Requests, resource, target),
            Limits = Set(needs.Limits, resource, Math.Max(scaled, target)),
        };
    }

    private static ImmutableSortedDictionary<string, string> Set(
        ImmutableSortedDictionary<string, string> amounts, string resource, long milli) =>
        amounts.SetItem(resource, VerticalAmounts.Text(resource, milli));
}
