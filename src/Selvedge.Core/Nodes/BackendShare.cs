namespace Selvedge.Core.Nodes;

/// <summary>A backend of a virtual address as one balancer has it.</summary>
/// <param name="Service">The VirtualAddress document.</param>
/// <param name="Node">The backend.</param>
/// <param name="Slots">Of the table's slots, those that are its own.</param>
/// <param name="Packets">Sent to it since the balancer began.</param>
/// <param name="Bytes">Of these.</param>
/// <param name="Reason">Why it takes no new flows, in one sentence; else empty.</param>
public sealed record BackendShare(
    string Service, string Node, int Slots, long Packets, long Bytes, string Reason);
