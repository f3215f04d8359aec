namespace Selvedge.Core.Resources;

/// <summary>An amount in one of Kubernetes' three forms; the others are null.</summary>
public sealed record AutoscalerAmount
{
    /// <summary>Percent of what the pods request.</summary>
    public long? AverageUtilization { get; init; }

    /// <summary>The mean over the pods, a quantity.</summary>
    public string? AverageValue { get; init; }

    /// <summary>The value itself, a quantity.</summary>
    public string? Value { get; init; }
}
