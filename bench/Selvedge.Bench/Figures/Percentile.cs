namespace Selvedge.Bench.Figures;

/// <summary>Percentiles by nearest rank: always a value that was measured.</summary>
internal static class Percentile
{
    /// <summary>The smallest value that so many of a hundred values do not exceed.</summary>
    /// <param name="values">At least one, in any order.</param>
    /// <param name="percent">1 to 100.</param>
    public static double Of(IReadOnlyCollection<double> values, int percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var rank = ((percent * values.Count) + 99) / 100;
        return values.Order().ElementAt(rank - 1);
    }
}
