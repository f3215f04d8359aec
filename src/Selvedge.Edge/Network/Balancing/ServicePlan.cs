using System.Collections.Immutable;
using Selvedge.Core.Network.Balancing;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>What the kernel shall do with the packets of one virtual address.</summary>
/// <param name="Service">The virtual address.</param>
/// <param name="Link">Through which interface its backends are reached; empty where addresses are translated.</param>
/// <param name="LinkAddress">That interface's own hardware address; empty where addresses are translated.</param>
/// <param name="Targets">By backend; those that can be reached, also while they take no new flows.</param>
/// <param name="Slots">Who takes new flows.</param>
internal sealed record ServicePlan(
    VirtualEntry Service,
    string Link,
    string LinkAddress,
    ImmutableSortedDictionary<string, string> Targets,
    SlotTable Slots);
