namespace Selvedge.Core.Snapshots;

/// <summary>A backend of a virtual address.</summary>
/// <param name="Node">The node that takes the packets.</param>
/// <param name="Address">Where it is reached: on the balancers' segment, or across hosts as the far end of
/// vxlan.</param>
/// <param name="Weight">Its share of new flows beside the others'; 0: no new flows.</param>
public sealed record VirtualBackend(string Node, string Address, int Weight);
