using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>How fast and how eagerly one direction scales (KEP-853).</summary>
public sealed record ScalingRules
{
    /// <summary>The ratio may be off by this much without a change. The default is 0.1.</summary>
    public const double DefaultTolerance = 0.1;

    /// <summary>Seconds of recommendations of which the safest counts; 0 to 3600.</summary>
    public int StabilizationWindowSeconds { get; init; }

    /// <summary>The policies; one or more unless <see cref="Select"/> is Disabled.</summary>
    public ImmutableArray<ScalingPolicy> Policies { get; init; } = [];

    /// <summary>Which policy counts. The default is Max.</summary>
    public PolicySelection Select { get; init; }

    /// <summary>A ratio of 0 or more (KEP-4951). The default is 0.1.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>What is documented for scaling up: no window; the larger of 100 % and 4 pods in 15 s.</summary>
    public static ScalingRules UpDefaults { get; } = new()
    {
        Policies =
        [
            new ScalingPolicy(ScalingPolicyType.Percent, 100, 15), new ScalingPolicy(ScalingPolicyType.Pods, 4, 15),
        ],
    };

    /// <summary>What is documented for scaling down: a window of 300 s; 100 % in 15 s.</summary>
    public static ScalingRules DownDefaults { get; } = new()
    {
        StabilizationWindowSeconds = 300,
        Policies = [new ScalingPolicy(ScalingPolicyType.Percent, 100, 15)],
    };
}
