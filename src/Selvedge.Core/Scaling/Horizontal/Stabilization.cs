namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>The safest recommendation within the windows.</summary>
internal static class Stabilization
{
    /// <summary>Without behavior: the highest within five minutes, the edge of the window included.</summary>
    public static int Highest(HorizontalMemory memory, DateTimeOffset now, int wanted)
    {
        var cutoff = now.AddSeconds(-ScalingRules.DownDefaults.StabilizationWindowSeconds);
        return memory.Recommendations.Where(old => old.At >= cutoff)
            .Aggregate(wanted, (highest, old) => Math.Max(highest, old.Replicas));
    }

    /// <summary>With behavior: the present count, moved no further than to the lowest within the window of scaling up
    /// and the highest within the window of scaling down, edges not included.</summary>
    public static int Between(
        ScalingBehavior behavior, HorizontalMemory memory, DateTimeOffset now, int current, int wanted)
    {
        var up = wanted;
        var down = wanted;
        foreach (var old in memory.Recommendations)
        {
            up = old.At > now.AddSeconds(-behavior.Up.StabilizationWindowSeconds) ? Math.Min(up, old.Replicas) : up;
            down = old.At > now.AddSeconds(-behavior.Down.StabilizationWindowSeconds)
                ? Math.Max(down, old.Replicas)
                : down;
        }

        return Math.Min(Math.Max(current, up), down);
    }
}
