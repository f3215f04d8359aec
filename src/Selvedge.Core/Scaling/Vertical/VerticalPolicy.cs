namespace Selvedge.Core.Scaling.Vertical;

/// <summary>How recommendations are made.</summary>
public sealed record VerticalPolicy
{
    /// <summary>The share of use that the target covers; 0 to 1. The default is 0.9.</summary>
    public double TargetPercentile { get; init; } = 0.9;

    /// <summary>The share that the lower bound covers. The default is 0.5.</summary>
    public double LowerPercentile { get; init; } = 0.5;

    /// <summary>The share that the upper bound covers. The default is 0.95.</summary>
    public double UpperPercentile { get; init; } = 0.95;

    /// <summary>What is added above use; 0 or more. The default is 0.15.</summary>
    public double Margin { get; init; } = 0.15;

    /// <summary>After the kernel ended a container for want of memory, so many times its limit is taken as used; above
    /// 1. The default is 1.2.</summary>
    public double OutOfMemoryRatio { get; init; } = 1.2;

    /// <summary>And so many bytes above it at least. The default is 100 MiB.</summary>
    public double OutOfMemoryBytesMin { get; init; } = 100 * 1024 * 1024;

    /// <summary>Never less cpu, in cores. The default is 0.025.</summary>
    public double CpuCoresMin { get; init; } = 0.025;

    /// <summary>Never less memory, in bytes. The default is 32 MiB: a runtime of any kind needs as much.</summary>
    public double MemoryBytesMin { get; init; } = 32 * 1024 * 1024;
}
