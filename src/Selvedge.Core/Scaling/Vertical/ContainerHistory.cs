namespace Selvedge.Core.Scaling.Vertical;

/// <summary>What a container of all pods of a workload has used.</summary>
public sealed record ContainerHistory
{
    /// <summary>Cores, each sample weighing by what was requested.</summary>
    public DecayingHistogram Cpu { get; init; } = new() { First = 0.01 };

    /// <summary>Bytes at the peak of a day.</summary>
    public DecayingHistogram Memory { get; init; } = new() { First = 10_000_000 };

    /// <summary>The first sample.</summary>
    public DateTimeOffset? FirstAt { get; init; }

    /// <summary>The newest sample.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Samples that were taken in.</summary>
    public long Samples { get; init; }

    /// <summary>With what was used.</summary>
    /// <param name="cpuCores">Cores; null: not measured.</param>
    /// <param name="cpuRequest">Cores that are requested: a large pod says more than a small one.</param>
    /// <param name="memoryPeakBytes">The peak since the last sample; null: not measured.</param>
    /// <param name="at">When.</param>
    public ContainerHistory Used(double? cpuCores, double cpuRequest, double? memoryPeakBytes, DateTimeOffset at) =>
        this with
        {
            Cpu = cpuCores is { } cores ? Cpu.Added(cores, Math.Max(cpuRequest, 0.1), at) : Cpu,
            Memory = memoryPeakBytes is { } bytes ? Memory.Added(bytes, 1, at) : Memory,
            FirstAt = FirstAt is { } first && first < at ? first : at,
            LastAt = LastAt is { } last && last > at ? last : at,
            Samples = Samples + 1,
        };

    /// <summary>With an end for want of memory: what it wanted was more than it was allowed.</summary>
    /// <param name="policy">How much more.</param>
    /// <param name="limitBytes">The limit that was in force when it ended, which is not always the one that is wanted
    /// now.</param>
    /// <param name="usedBytes">The use last measured.</param>
    /// <param name="at">When.</param>
    public ContainerHistory OutOfMemory(
        VerticalPolicy policy, double limitBytes, double usedBytes, DateTimeOffset at)
    {
        var known = Math.Max(limitBytes, usedBytes);
        return Used(
            null, 0, Math.Max(known * policy.OutOfMemoryRatio, known + policy.OutOfMemoryBytesMin), at);
    }
}
