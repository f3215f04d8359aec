using System.Collections.Immutable;
using Selvedge.Core.Scaling.Vertical;

namespace Selvedge.Core.Scaling.Headroom;

/// <summary>How much demand rises while an instance starts, learned apart for each power of two of demand: little
/// demand jumps, much of it drifts.</summary>
public sealed record LearnedHeadroom
{
    private static readonly DecayingHistogram Empty = new() { First = 0.001, HalfLife = TimeSpan.FromDays(7) };

    /// <summary>Rises above 1 by the binary logarithm of the demand before.</summary>
    public ImmutableSortedDictionary<int, DecayingHistogram> BySize { get; init; } =
        ImmutableSortedDictionary<int, DecayingHistogram>.Empty;

    /// <summary>With one more observation; those without demand teach nothing.</summary>
    /// <param name="before">Demand one reaction time ago, in any unit.</param>
    /// <param name="now">Demand now.</param>
    /// <param name="at">The moment.</param>
    public LearnedHeadroom Observed(double before, double now, DateTimeOffset at)
    {
        if (before <= 0)
        {
            return this;
        }

        var size = Size(before);
        var histogram = BySize.GetValueOrDefault(size) ?? Empty;
        return this with { BySize = BySize.SetItem(size, histogram.Added(Math.Max(0, now / before - 1), 1, at)) };
    }

    /// <summary>By how much capacity has to exceed demand; 1 or more.</summary>
    public double Factor(HeadroomPolicy policy, double demand, DateTimeOffset at) =>
        demand > 0 && BySize.TryGetValue(Size(demand), out var histogram)
        && histogram.TotalAt(at) >= policy.ObservationsMin
            ? 1 + histogram.Percentile(policy.Share)
            : policy.FactorUnknown;

    private static int Size(double demand) => (int)Math.Floor(Math.Log2(demand));
}
