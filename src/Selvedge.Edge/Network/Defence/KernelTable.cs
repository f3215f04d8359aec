using System.Collections.Immutable;

namespace Selvedge.Edge.Network.Defence;

/// <summary>A table of nftables as it shall be, or as it was found. Immutable.</summary>
/// <param name="Family">For example <c>netdev</c>.</param>
/// <param name="Name">Unlike that of any table of others.</param>
/// <param name="Counters">Their names, sorted.</param>
/// <param name="Sets">By name.</param>
/// <param name="Chains">Those that are jumped to before those that jump.</param>
internal sealed record KernelTable(
    string Family,
    string Name,
    ImmutableArray<string> Counters,
    ImmutableSortedDictionary<string, KernelSet> Sets,
    ImmutableArray<KernelChain> Chains)
{
    /// <summary>The family and the name, as commands name it.</summary>
    public string Id => $"{Family} {Name}";
}
