using System.Globalization;
using Selvedge.Core.Nodes;

namespace Selvedge.Edge.Node;

/// <summary>How much the machine has, or the control group (cgroup v2) that the node runs in.</summary>
public static class MachineCapacity
{
    private const string Hierarchy = "/sys/fs/cgroup";

    /// <summary>What there is now. Memory is 0 where the machine does not tell it.</summary>
    public static NodeCapacity Read() => Of(Environment.ProcessorCount, TryRead);

    /// <summary>What is left for pods.</summary>
    /// <param name="all">What there is.</param>
    /// <param name="reserved">What the node and the machine keep.</param>
    public static NodeCapacity Less(NodeCapacity all, NodeCapacity reserved) => new(
        Math.Max(0, all.CpuMillis - reserved.CpuMillis), Math.Max(0, all.MemoryBytes - reserved.MemoryBytes));

    /// <summary>The smallest bound of all that hold.</summary>
    /// <param name="processors">That the process may run on.</param>
    /// <param name="read">A file's text; null where it cannot be read.</param>
    internal static NodeCapacity Of(int processors, Func<string, string?> read)
    {
        var (cpu, memory) = (processors * 1000L, Total(read("/proc/meminfo")) ?? long.MaxValue);
        foreach (var group in Groups(read("/proc/self/cgroup")))
        {
            cpu = Math.Min(cpu, Quota(read($"{Hierarchy}{group}/cpu.max")) ?? cpu);
            memory = Math.Min(memory, Number(read($"{Hierarchy}{group}/memory.max")) ?? memory);
        }

        return new NodeCapacity(cpu, memory == long.MaxValue ? 0 : memory);
    }

    // The bounds of a group hold for all beneath it: its own and those of every group above.
    private static IEnumerable<string> Groups(string? own)
    {
        var path = own?.Split('\n').FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?[3..];
        for (path = path?.TrimEnd('/'); path is { Length: > 0 }; path = path[..path.LastIndexOf('/')])
        {
            yield return path;
        }

        // Inside a container the root is the container's own group, which has bounds.
        yield return "";
    }

    private static long? Total(string? text)
    {
        const string Name = "MemTotal:";
        var line = text?.Split('\n').FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        return Number(line?[Name.Length..].Replace("kB", "", StringComparison.Ordinal)) * 1024;
    }

    // "max 100000" or "150000 100000": microseconds of processor in a period of microseconds.
    private static long? Quota(string? text) => text?.Split(' ') is [var quota, var period]
        && Number(quota) is { } allowed && Number(period) is > 0 and var of
            ? allowed * 1000 / of
            : null;

    private static long? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
