using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Balancing;

/// <summary>Decides which backends of a virtual address take new flows. Pure.</summary>
public static class FlowDecider
{
    /// <summary>Decides for one service.</summary>
    /// <param name="service">Whose backends.</param>
    /// <param name="verdicts">The table in force.</param>
    /// <param name="location">Where the balancer is.</param>
    /// <param name="unreachable">Backends that this balancer has no way to, with the reason each.</param>
    /// <param name="before">What was decided last; empty: nothing yet.</param>
    /// <returns>One for each backend, in the service's order. Never none that takes flows where any had, or could:
    /// an address that nobody serves is worse than a backend in doubt.</returns>
    public static ImmutableArray<FlowDecision> Decide(
        VirtualEntry service,
        VerdictTable verdicts,
        string location,
        IReadOnlyDictionary<string, string> unreachable,
        ImmutableArray<FlowDecision> before)
    {
        ImmutableArray<FlowDecision> wished =
        [
            .. service.Backends.Select(backend =>
            {
                var reason = Objection(service, backend, verdicts, location)
                    ?? unreachable.GetValueOrDefault(backend.Node, "");
                return new FlowDecision(backend.Node, reason.Length == 0, reason);
            }),
        ];
        if (wished.Any(decision => decision.TakesFlows))
        {
            return wished;
        }

        // The last good ones; else whoever could be reached, as if nothing spoke against it.
        var held = before.Where(decision => decision.TakesFlows && IsReachable(service, decision.Node, unreachable))
            .Select(decision => decision.Node).ToHashSet(StringComparer.Ordinal);
        if (held.Count == 0)
        {
            held = service.Backends.Where(backend => IsReachable(service, backend.Node, unreachable))
                .Select(backend => backend.Node).ToHashSet(StringComparer.Ordinal);
        }

        return
        [
            .. wished.Select(decision => held.Contains(decision.Node)
                ? decision with { TakesFlows = true, Reason = $"{decision.Reason} Held: there is no other." }
                : decision),
        ];
    }

    private static bool IsReachable(
        VirtualEntry service, string node, IReadOnlyDictionary<string, string> unreachable) =>
        !unreachable.ContainsKey(node)
        && service.Backends.Any(backend => backend.Node == node && backend.Weight > 0);

    private static string? Objection(
        VirtualEntry service, VirtualBackend backend, VerdictTable verdicts, string location)
    {
        if (backend.Weight == 0)
        {
            return "Its weight is 0.";
        }

        return service.Sites.Select(site => Objection(site, backend.Node, verdicts, location))
            .FirstOrDefault(reason => reason is not null);
    }

    private static string? Objection(SiteId site, string node, VerdictTable verdicts, string location)
    {
        if (verdicts.Find(site, location) is not { } verdict)
        {
            return $"No verdict on {site} at {location} is known yet.";
        }

        if (!verdict.Serviceable)
        {
            var cause = verdict.FindCause();
            return $"{site} is not serviceable at {location}"
                + (cause is null ? "." : $": {cause.Gate}, {cause.Reason}.");
        }

        return verdict.Nodes.Contains(node, StringComparer.Ordinal)
            ? null
            : $"The verdict on {site} does not name it.";
    }
}
