using System.Collections.Immutable;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Defence;

/// <summary>What the kernel shall have for a section on a machine. Remembers what is dear to work out: half a million
/// blocked sources take a second.</summary>
internal sealed class DefencePlan
{
    private readonly DefenceRules _rules;
    private readonly KernelTable? _block;

    /// <summary>Works it out.</summary>
    public DefencePlan(DefenceSection section, Surroundings surroundings, ImmutableArray<string> interfaces)
    {
        (Section, Interfaces, Surroundings) = (section, interfaces, surroundings);
        _rules = DefenceRules.Of(section, surroundings);
        _block = BlockTable.Of(_rules, interfaces);
    }

    /// <summary>Of which section.</summary>
    public DefenceSection Section { get; }

    /// <summary>Where.</summary>
    public ImmutableArray<string> Interfaces { get; }

    /// <summary>What the machine said.</summary>
    public Surroundings Surroundings { get; }

    /// <summary>Sources that no rule applies to.</summary>
    public AddressSet Allow => _rules.Allow;

    /// <summary>Whether listing what is blocked takes long.</summary>
    public bool IsLarge => _block?.Sets.Count > 4;

    /// <summary>The tables, by family and name; null: not there.</summary>
    public ImmutableSortedDictionary<string, KernelTable?> Tables(MitigationBook book)
    {
        var rules = _rules with { Mitigations = [.. book.Mitigations.Select(mitigation => mitigation.Rule)] };
        return Nothing
            .SetItem(BlockId, _block)
            .SetItem(DefenceId, DefenceTable.Of(rules, Interfaces))
            .SetItem(ConnectionId, ConnectionTable.Of(rules, Interfaces));
    }

    /// <summary>No table of the defence.</summary>
    public static ImmutableSortedDictionary<string, KernelTable?> Nothing { get; } =
        ImmutableSortedDictionary.Create<string, KernelTable?>(StringComparer.Ordinal)
            .Add(BlockId, null).Add(DefenceId, null).Add(ConnectionId, null);

    /// <summary>The table of blocked sources.</summary>
    public const string BlockId = "netdev " + BlockTable.Name;

    /// <summary>The table of packets.</summary>
    public const string DefenceId = "netdev " + DefenceTable.Name;

    /// <summary>The table of connections.</summary>
    public const string ConnectionId = "inet " + ConnectionTable.Name;
}
