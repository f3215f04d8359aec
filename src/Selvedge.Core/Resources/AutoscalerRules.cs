using System.Collections.Immutable;
using System.Text.Json;
using Selvedge.Core.Scaling.Horizontal;

namespace Selvedge.Core.Resources;

/// <summary>The rules of one direction.</summary>
public sealed record AutoscalerRules
{
    /// <summary>Seconds, 0 to 3600. Null: 0 up, 300 down.</summary>
    public int? StabilizationWindowSeconds { get; init; }

    /// <summary>Which policy counts. The default is Max.</summary>
    public PolicySelection SelectPolicy { get; init; }

    /// <summary>Empty: up 100 % or 4 pods in 15 s, down 100 % in 15 s.</summary>
    public ImmutableArray<ScalingPolicy> Policies { get; init; } = [];

    /// <summary>How far the ratio may be off: a quantity. Null: 0.1.</summary>
    public JsonElement? Tolerance { get; init; }
}
