namespace Selvedge.Core.Placement;

/// <summary>One place that is put in or taken out.</summary>
/// <param name="Location">The location's name.</param>
/// <param name="IsIn">True: it is put in.</param>
/// <param name="Price">What the move costs, once.</param>
/// <param name="Reason">One sentence.</param>
public sealed record PlacementMove(string Location, bool IsIn, double Price, string Reason);
