namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>An amount of what nodes have and pods request.</summary>
/// <param name="CpuMilli">Thousandths of a core.</param>
/// <param name="MemoryBytes">Bytes.</param>
public readonly record struct Capacity(long CpuMilli, long MemoryBytes)
{
    /// <summary>Whether it is enough for another amount.</summary>
    public bool Holds(Capacity other) => CpuMilli >= other.CpuMilli && MemoryBytes >= other.MemoryBytes;

    /// <summary>What is left after another amount.</summary>
    public Capacity Less(Capacity other) => new(CpuMilli - other.CpuMilli, MemoryBytes - other.MemoryBytes);

    /// <summary>The larger of its shares of a whole; 0 to 1 where it fits.</summary>
    public double ShareOf(Capacity whole) =>
        Math.Max(Share(CpuMilli, whole.CpuMilli), Share(MemoryBytes, whole.MemoryBytes));

    /// <summary>The mean of its shares of a whole.</summary>
    public double MeanShareOf(Capacity whole) =>
        (Share(CpuMilli, whole.CpuMilli) + Share(MemoryBytes, whole.MemoryBytes)) / 2;

    private static double Share(long part, long whole) => whole == 0 ? 0 : part / (double)whole;
}
