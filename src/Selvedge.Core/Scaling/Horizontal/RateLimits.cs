namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>How far the policies let the count go now.</summary>
internal static class RateLimits
{
    /// <summary>Without behavior: max(2 × current, 4).</summary>
    public static int WithoutBehavior(int current) => (int)Math.Min(int.MaxValue, Math.Max(2L * current, 4));

    /// <summary>The most replicas; never fewer than now.</summary>
    public static int Highest(ScalingRules rules, HorizontalMemory memory, DateTimeOffset now, int current)
    {
        if (rules.Select == PolicySelection.Disabled || rules.Policies.IsEmpty)
        {
            return current;
        }

        var allowed = rules.Policies.Select(policy =>
        {
            var begin = AtBegin(memory, now, policy.PeriodSeconds, current);
            return policy.Type == ScalingPolicyType.Pods
                ? begin + (double)policy.Value
                : Math.Ceiling(begin * (1 + policy.Value / 100.0));
        });
        return Math.Max(current, Whole(rules.Select == PolicySelection.Min ? allowed.Min() : allowed.Max()));
    }

    /// <summary>The fewest replicas; never more than now.</summary>
    public static int Lowest(ScalingRules rules, HorizontalMemory memory, DateTimeOffset now, int current)
    {
        if (rules.Select == PolicySelection.Disabled || rules.Policies.IsEmpty)
        {
            return current;
        }

        var allowed = rules.Policies.Select(policy =>
        {
            var begin = AtBegin(memory, now, policy.PeriodSeconds, current);
            return policy.Type == ScalingPolicyType.Pods
                ? begin - (double)policy.Value
                : Math.Truncate(begin * (1 - policy.Value / 100.0));
        });
        return Math.Min(current, Whole(rules.Select == PolicySelection.Min ? allowed.Max() : allowed.Min()));
    }

    private static int AtBegin(HorizontalMemory memory, DateTimeOffset now, int periodSeconds, int current) =>
        current - memory.Events.Where(old => old.At > now.AddSeconds(-periodSeconds)).Sum(old => old.Change);

    private static int Whole(double replicas) => (int)Math.Clamp(replicas, int.MinValue, int.MaxValue);
}
