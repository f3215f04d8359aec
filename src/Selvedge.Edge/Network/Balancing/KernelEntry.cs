using Selvedge.Core.Network.Balancing;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>What the kernel has of one virtual address, as it was read or written last.</summary>
internal sealed class KernelEntry
{
    /// <summary>The number of each slot's backend; 0: none.</summary>
    public uint[] Slots { get; set; } = new uint[SlotTable.Slots];

    /// <summary>Number and value of each backend, by node.</summary>
    public Dictionary<string, (uint Number, string Value)> Backends { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The next number of a new backend. Not one of those that left: flows may remember them. Above those of
    /// slots: what was no backend's slot is then no backend's number either.</summary>
    public uint NextNumber { get; set; } = SlotTable.Slots;
}
