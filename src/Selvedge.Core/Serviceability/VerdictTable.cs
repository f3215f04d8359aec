using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Serviceability;

/// <summary>Every verdict of the network, at one epoch. Immutable; replaced whole, never by a lower epoch.</summary>
/// <param name="Epoch">Rises by one with each published change.</param>
/// <param name="ComputedAt">When the evidence was weighed.</param>
/// <param name="Verdicts">Sorted by site, then location; one for each site at each location.</param>
public sealed record VerdictTable(long Epoch, DateTimeOffset ComputedAt, ImmutableArray<Verdict> Verdicts)
{
    /// <summary>Knows nothing yet.</summary>
    public static VerdictTable Empty { get; } = new(0, DateTimeOffset.UnixEpoch, []);

    /// <summary>The verdict of one site at one location; null where the table does not know the pair.</summary>
    public Verdict? Find(SiteId site, string location)
    {
        var index = Verdicts.BinarySearch(new Verdict(site, location, false, [], []), VerdictOrder.Instance);
        return index < 0 ? null : Verdicts[index];
    }

    /// <summary>The verdicts of one site, by location.</summary>
    public IEnumerable<Verdict> Of(SiteId site) => Verdicts.Where(verdict => verdict.Site == site);
}
