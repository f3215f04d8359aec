using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Vertical;

/// <summary>How often which amounts were used, recent use weighing more: a sample of one half-life ago counts half.
/// Buckets grow by 5 % each, so that a percentile is at most that much too high.</summary>
public sealed record DecayingHistogram
{
    /// <summary>Buckets of a histogram: at 5 % growth they reach from 10 millicores to 1,800 cores, or from 10 MB to
    /// 1.8 TB.</summary>
    public const int Buckets = 250;

    private const double Growth = 1.05;

    // Weights are kept relative to a reference moment, which moves before they lose precision.
    private const double ExponentMax = 100;

    /// <summary>The end of the first bucket, in the amounts' unit; above 0.</summary>
    public required double First { get; init; }

    /// <summary>The time after which a sample counts half. The default is 24 h.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The moment at which a sample of weight 1 adds 1.</summary>
    public DateTimeOffset Reference { get; init; }

    /// <summary>The weight of each bucket; <see cref="Buckets"/> of them.</summary>
    public ImmutableArray<double> Weights { get; init; } = [.. new double[Buckets]];

    /// <summary>All weight; 0: nothing was seen.</summary>
    public double Total => Weights.Sum();

    /// <summary>All weight as it counts at a moment.</summary>
    public double TotalAt(DateTimeOffset at) => Total * Math.Pow(2, (Reference - at) / HalfLife);

    /// <summary>With one sample.</summary>
    /// <param name="amount">What was used; below 0 counts as 0.</param>
    /// <param name="weight">How much it counts beside others of its time; above 0.</param>
    /// <param name="at">When.</param>
    public DecayingHistogram Added(double amount, double weight, DateTimeOffset at)
    {
        var moved = (at - Reference) / HalfLife > ExponentMax ? MovedTo(at) : this;
        var bucket = Bucket(amount);
        var added = weight * Math.Pow(2, (at - moved.Reference) / HalfLife);
        return moved with { Weights = moved.Weights.SetItem(bucket, moved.Weights[bucket] + added) };
    }

    /// <summary>The amount under which a share of all use lies: the end of its bucket; 0 where nothing was
    /// seen.</summary>
    /// <param name="share">0 to 1.</param>
    public double Percentile(double share)
    {
        var total = Total;
        if (total <= 0)
        {
            return 0;
        }

        var sum = 0.0;
        var last = 0;
        for (var bucket = 0; bucket < Weights.Length; bucket++)
        {
            sum += Weights[bucket];
            last = Weights[bucket] > 0 ? bucket : last;
            if (sum >= share * total && sum > 0)
            {
                return End(bucket);
            }
        }

        return End(last);
    }

    private DecayingHistogram MovedTo(DateTimeOffset at)
    {
        var factor = Math.Pow(2, (Reference - at) / HalfLife);
        return this with
        {
            Reference = at,
            Weights = [.. Weights.Select(weight => weight * factor)],
        };
    }

    private int Bucket(double amount) => amount <= First
        ? 0
        : (int)Math.Min(Buckets - 1, Math.Ceiling(Math.Log(amount / First, Growth) - 1e-9));

    private double End(int bucket) => First * Math.Pow(Growth, bucket);
}
