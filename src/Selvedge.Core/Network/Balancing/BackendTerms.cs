namespace Selvedge.Core.Network.Balancing;

/// <summary>A backend as the table of slots sees it.</summary>
/// <param name="Name">Its node; what its slots are drawn by.</param>
/// <param name="Weight">Its share beside the others', 0 to <see cref="SlotTable.WeightMax"/>; 0: no slots, as if it
/// were not there.</param>
/// <param name="TakesFlows">Whether new flows may go to it. What it would have, is shared by the others.</param>
public sealed record BackendTerms(string Name, int Weight, bool TakesFlows);
