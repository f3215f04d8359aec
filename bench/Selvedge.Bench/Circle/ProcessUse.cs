using System.Globalization;

namespace Selvedge.Bench.Circle;

/// <summary>What a process has taken so far, as proc(5) tells.</summary>
/// <param name="ProcessorTime">In user and kernel mode, of all its threads, in steps of 10 ms.</param>
/// <param name="ResidentBytes">Memory now.</param>
internal sealed record ProcessUse(TimeSpan ProcessorTime, long ResidentBytes)
{
    private const int UserTimeField = 14;
    private const int SystemTimeField = 15;
    private const int ResidentField = 24;

    /// <summary>USER_HZ, which Linux keeps at this for programs whatever the kernel's own tick.</summary>
    private const int TicksPerSecond = 100;

    /// <summary>Reads it.</summary>
    public static ProcessUse Of(int processId)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));

        // The name, field 2, may hold spaces; field 3 begins behind its last parenthesis.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessUse(
            TimeSpan.FromSeconds((double)(Field(UserTimeField) + Field(SystemTimeField)) / TicksPerSecond),
            Field(ResidentField) * Environment.SystemPageSize);

        long Field(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
    }
}
