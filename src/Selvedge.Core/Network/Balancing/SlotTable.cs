using System.Collections.Immutable;

namespace Selvedge.Core.Network.Balancing;

/// <summary>Which backend a flow goes to, by the slot that its addresses and ports hash to. A function of names,
/// weights and who takes flows, and of nothing else: balancers that know the same have the same table.</summary>
public sealed class SlotTable
{
    /// <summary>Slots of a table: a prime, as Maglev's permutations need; enough for weights of a thousand backends.
    /// </summary>
    public const int Slots = 65_537;

    /// <summary>Backends of a table: each still has 65 slots, so that a slot is 1.5 % of a share.</summary>
    public const int BackendsMax = 1000;

    /// <summary>The highest weight: beyond, a backend of weight 1 beside it would hardly have a slot.</summary>
    public const int WeightMax = 256;

    private readonly ImmutableArray<string> _names;
    private readonly int[] _owners;

    private SlotTable(ImmutableArray<string> names, int[] owners) => (_names, _owners) = (names, owners);

    /// <summary>Fills a table.</summary>
    /// <param name="backends">In any order; names are unique. Those that take no flows now keep the others' slots where
    /// they are: their own go to whoever is next there, and come back with them.</param>
    public static SlotTable Fill(IEnumerable<BackendTerms> backends)
    {
        ImmutableArray<BackendTerms> sorted =
        [
            .. backends.Where(backend => backend.Weight > 0).OrderBy(backend => backend.Name, StringComparer.Ordinal),
        ];
        if (sorted.Length > BackendsMax)
        {
            throw new ArgumentException($"A table has {BackendsMax} backends at most.", nameof(backends));
        }

        var race = new SlotRace(sorted);
        race.Run(_ => true, SlotRace.Tolerance);
        if (sorted.Any(backend => !backend.TakesFlows))
        {
            race.Release(backend => backend.TakesFlows);

            // No more than a share: what is left over evens out those that had less before.
            race.Run(backend => backend.TakesFlows, 0);
        }

        return new SlotTable([.. sorted.Select(backend => backend.Name)], race.Owners);
    }

    /// <summary>The backend of a slot; null where nobody takes flows.</summary>
    public string? Owner(int slot) => _owners[slot] < 0 ? null : _names[_owners[slot]];

    /// <summary>How many slots each backend has; only those that have any.</summary>
    public ImmutableSortedDictionary<string, int> Counts() => _owners.Where(owner => owner >= 0)
        .CountBy(owner => owner)
        .ToImmutableSortedDictionary(pair => _names[pair.Key], pair => pair.Value, StringComparer.Ordinal);
}
