using System.Collections.Immutable;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Placement;

/// <summary>The conditions of a stored plan. Pure.</summary>
internal static class PlanConditions
{
    /// <summary>Why there is no plan, in one sentence; null where there is one.</summary>
    public static string? Trouble(PlanReport report) =>
        report.Conflict?.Message ?? (report.Problems.IsEmpty ? null : string.Join(' ', report.Problems));

    /// <summary>Of a plan that was just made.</summary>
    public static ImmutableArray<Condition> Of(StoredPlanStatus next, StoredPlanStatus before, DateTimeOffset now)
    {
        var report = next.Plan!;
        var waits = !report.Leaving.IsEmpty;
        return
        [
            Trouble(report) is { } trouble
                ? Of(before, "Planned", "False", report.Conflict is null ? "StrategyUnreadable" : "Conflict", trouble,
                    now)
                : Of(before, "Planned", "True", "Planned", "The newest plan holds all constraints.", now),
            Of(before, "Settled", waits ? "False" : "True", waits ? "Moving" : "Settled",
                waits ? $"{string.Join(", ", report.Leaving)}: left once the places to be serve." : "", now),
        ];
    }

    /// <summary>Of a plan whose old places are left.</summary>
    public static ImmutableArray<Condition> Settled(StoredPlan plan, DateTimeOffset now) =>
    [
        .. plan.Status.Conditions.Where(condition => condition.Type != "Settled"),
        Of(plan.Status, "Settled", "True", "Settled", "", now),
    ];

    private static Condition Of(
        StoredPlanStatus before, string type, string status, string reason, string message, DateTimeOffset now)
    {
        var earlier = before.Conditions.FirstOrDefault(condition => condition.Type == type);
        return new Condition(
            type, status, reason, message, earlier?.Status == status ? earlier.LastTransitionTime : now);
    }
}
