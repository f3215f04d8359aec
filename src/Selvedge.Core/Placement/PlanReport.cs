using System.Collections.Immutable;

namespace Selvedge.Core.Placement;

/// <summary>A namespace's plan as people and programs read it: what is, what is to be, and why.</summary>
public sealed record PlanReport
{
    /// <summary>Whose sites and workloads are placed.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary><c>dynamic</c>, <c>static</c> or <c>everywhere</c>; empty where the strategy cannot be read.</summary>
    public string Policy { get; init; } = "";

    /// <summary>What it was made for: requests a second by region, the largest first.</summary>
    public ImmutableArray<RegionDemand> Demand { get; init; } = [];

    /// <summary>What the demand was averaged over; zero: nothing is known yet.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>The places of now under this demand.</summary>
    public PlacementFigures? Present { get; init; }

    /// <summary>The places to be. Null: nothing holds all constraints, and the present ones stay.</summary>
    public PlacementFigures? Next { get; init; }

    /// <summary>Where each region's clients are served then.</summary>
    public ImmutableArray<RegionRoute> Routes { get; init; } = [];

    /// <summary>What is put in and taken out, each with the reason. Empty: all stays.</summary>
    public ImmutableArray<PlacementMove> Moves { get; init; } = [];

    /// <summary>Places that stay until the new ones serve.</summary>
    public ImmutableArray<string> Leaving { get; init; } = [];

    /// <summary>What clashes; null where there is a plan.</summary>
    public PlacementConflict? Conflict { get; init; }

    /// <summary>What is wrong with the strategy, each with its path and fix; the plan before stays in force.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
