namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>The rules of both directions.</summary>
/// <param name="Up">For more replicas.</param>
/// <param name="Down">For fewer.</param>
public sealed record ScalingBehavior(ScalingRules Up, ScalingRules Down)
{
    /// <summary>The documented defaults.</summary>
    public static ScalingBehavior Defaults { get; } = new(ScalingRules.UpDefaults, ScalingRules.DownDefaults);
}
