namespace Selvedge.Core.Serviceability;

/// <summary>Orders verdicts by site, then location, ordinally.</summary>
public sealed class VerdictOrder : IComparer<Verdict>
{
    /// <summary>The only one.</summary>
    public static VerdictOrder Instance { get; } = new();

    private VerdictOrder()
    {
    }

    /// <inheritdoc/>
    public int Compare(Verdict? x, Verdict? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var bySite = x.Site.CompareTo(y.Site);
        return bySite != 0 ? bySite : string.CompareOrdinal(x.Location, y.Location);
    }
}
