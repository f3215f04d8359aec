using System.Collections.Immutable;
using Selvedge.Core.Geography;

namespace Selvedge.Core.Placement;

/// <summary>The demand of one site: a moving average of its requests by region, in steps of two minutes. Over 30
/// minutes, so that places follow the day; over 24 hours while there is too little demand to tell a trend from
/// chance.</summary>
/// <remarks>Keeps counts of at most <see cref="Geohash.Cells"/> regions in 721 steps: half a megabyte for a site with
/// clients in ten regions, about 20 MB where every region of the Earth asks in every step. Not safe for use by
/// several threads at once.</remarks>
/// <param name="pace">Grain and windows; null: two minutes, 30 minutes, 24 hours.</param>
public sealed class DemandWindow(DemandPace? pace = null)
{
    /// <summary>Requests of one count: a thousand million a second for two minutes. Whatever tells more is
    /// broken.</summary>
    public const long RequestsMax = 120_000_000_000;

    // The whole long window, and the step that is not over yet.
    private const int StepsKept = DemandPace.LongSteps + 1;

    private readonly DemandPace _pace = pace ?? DemandPace.Default;
    private readonly Dictionary<(char, char), long>?[] _steps = new Dictionary<(char, char), long>?[StepsKept];
    private long _first = long.MaxValue;
    private long _newest = -1;

    /// <summary>Counts requests.</summary>
    /// <param name="geohash">Where the clients are, two characters.</param>
    /// <param name="requests">How many, 0 to <see cref="RequestsMax"/>.</param>
    /// <param name="at">When, by the clock that <see cref="Read"/> is asked with; never a time that a stranger tells,
    /// since a late one makes all earlier ones old.</param>
    /// <returns>False, and nothing is counted, where the region is none, the number is out of range, or the moment is
    /// older than the long window.</returns>
    public bool TryAdd(string geohash, long requests, DateTimeOffset at)
    {
        var step = StepOf(at);
        if (requests is < 0 or > RequestsMax || !Geohash.TryMiddle(geohash, out _)
            || step <= _newest - StepsKept)
        {
            return false;
        }

        Advance(step);
        var counts = _steps[Slot(step)] ??= [];
        var region = (geohash[0], geohash[1]);
        counts[region] = Math.Min(RequestsMax, counts.GetValueOrDefault(region) + requests);
        _first = Math.Min(_first, step);
        return true;
    }

    /// <summary>The average over the steps that are over. A window that reaches back before the first count begins with
    /// it: a new site's demand is not taken for a small one.</summary>
    /// <param name="now">The present moment.</param>
    /// <param name="constraints">The long window is taken while the short one shows less than
    /// <see cref="PlacementConstraints.MinimumUsagePerLocation"/> times
    /// <see cref="PlacementConstraints.MinimumLocations"/>.</param>
    public DemandReading Read(DateTimeOffset now, PlacementConstraints constraints)
    {
        var enough = constraints.MinimumUsagePerLocation * constraints.MinimumLocations;
        var reading = Average(now, _pace.Window);
        return reading.Regions.Sum(region => region.RequestsPerSecond) < enough
            ? Average(now, _pace.LongWindow)
            : reading;
    }

    /// <summary>What is counted, so that it can be added to another window with <see cref="TryAdd"/>; sorted by step
    /// and region.</summary>
    /// <param name="since">The first step is the one that holds this moment.</param>
    public ImmutableArray<DemandCount> Counts(DateTimeOffset since)
    {
        var counts = ImmutableArray.CreateBuilder<DemandCount>();
        for (var step = Math.Max(StepOf(since), _newest - StepsKept + 1); step <= _newest; step++)
        {
            var at = new DateTimeOffset(step * _pace.Step.Ticks, TimeSpan.Zero);
            counts.AddRange((_steps[Slot(step)] ?? []).Where(count => count.Value > 0).OrderBy(count => count.Key)
                .Select(count => new DemandCount(at, $"{count.Key.Item1}{count.Key.Item2}", count.Value)));
        }

        return counts.ToImmutable();
    }

    private long StepOf(DateTimeOffset at) => at.UtcTicks / _pace.Step.Ticks;

    private static int Slot(long step) => (int)(step % StepsKept);

    private void Advance(long step)
    {
        if (step <= _newest)
        {
            return;
        }

        // What the slots of the new steps hold is older than the window.
        for (var next = _newest < step - StepsKept ? step - StepsKept + 1 : _newest + 1; next <= step; next++)
        {
            _steps[Slot(next)] = null;
        }

        _newest = step;
    }

    private DemandReading Average(DateTimeOffset now, TimeSpan window)
    {
        var end = StepOf(now);
        var begin = Math.Max(end - (long)(window / _pace.Step), _first);
        var sums = new Dictionary<(char, char), long>();
        for (var step = Math.Max(begin, _newest - StepsKept + 1); step < end && step <= _newest; step++)
        {
            foreach (var (region, requests) in _steps[Slot(step)] ?? [])
            {
                sums[region] = sums.GetValueOrDefault(region) + requests;
            }
        }

        var seconds = (end - begin) * _pace.Step.TotalSeconds;
        return new DemandReading(
        [
            .. sums.Where(sum => sum.Value > 0).OrderBy(sum => sum.Key)
                .Select(sum => new RegionDemand($"{sum.Key.Item1}{sum.Key.Item2}", sum.Value / seconds)),
        ], window);
    }
}
