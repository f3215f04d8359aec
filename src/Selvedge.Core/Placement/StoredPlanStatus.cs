using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Placement;

/// <summary>How a <see cref="StoredPlan"/> came about.</summary>
public sealed record StoredPlanStatus
{
    /// <summary>The newest plan, with the demand that it was made for.</summary>
    public PlanReport? Plan { get; init; }

    /// <summary>The last plan's moves that changed anything.</summary>
    public ImmutableArray<PlacementMove> LastMoves { get; init; } = [];

    /// <summary>When they were decided; null: never.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary><c>Planned</c>: the newest plan holds all constraints. <c>Settled</c>: no place waits to
    /// leave.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];
}
