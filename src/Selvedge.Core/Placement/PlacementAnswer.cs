namespace Selvedge.Core.Placement;

/// <summary>A plan, or why there is none: exactly one of the two.</summary>
/// <param name="Plan">What to do. Null: nothing holds all constraints.</param>
/// <param name="Conflict">What clashes.</param>
public sealed record PlacementAnswer(PlacementPlan? Plan, PlacementConflict? Conflict);
