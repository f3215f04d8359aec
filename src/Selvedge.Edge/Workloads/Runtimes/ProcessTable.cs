using System.Globalization;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>The system's processes, as <c>/proc</c> has them.</summary>
internal static class ProcessTable
{
    /// <summary>Of <c>/proc/PID/stat</c>: the kernel reports times in hundredths of a second to programs.</summary>
    private const int TicksPerSecond = 100;

    /// <summary>Whether the very process runs that once had this number: numbers are used again, start times are
    /// not.</summary>
    public static bool Runs(int pid, long startTicks) =>
        Read(pid) is { } entry && entry.StartTicks == startTicks && entry.State != 'Z';

    /// <summary>What the processes of a session take, those that have ended included where their parent is among
    /// them.</summary>
    public static ContainerUsage OfSession(int session, int without)
    {
        var (ticks, pages) = (0L, 0L);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && pid != without && Read(pid) is { } entry && entry.Session == session)
            {
                ticks += entry.CpuTicks;
                pages += entry.ResidentPages;
            }
        }

        return new ContainerUsage(
            TimeSpan.FromSeconds((double)ticks / TicksPerSecond), pages * Environment.SystemPageSize);
    }

    /// <summary>The variables that a process was started with.</summary>
    /// <returns>Empty where it is gone or another user's.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> EnvironmentOf(int pid)
    {
        try
        {
            return
            [
                .. File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ")).Split('\0')
                    .Select(variable => variable.Split('=', 2))
                    .Where(parts => parts.Length == 2)
                    .Select(parts => KeyValuePair.Create(parts[0], parts[1])),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The command line of a process.</summary>
    /// <returns>Empty where it is gone.</returns>
    public static string[] CommandOf(int pid)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Split('\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The working directory of a process.</summary>
    /// <returns>Null where it is gone or another user's.</returns>
    public static string? DirectoryOf(int pid)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cwd")).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Entry? Read(int pid)
    {
        string text;
        try
        {
            text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The program's name, in parentheses, may hold anything.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields.Length < 22
            ? null
            : new Entry(
                fields[0][0],
                (int)Number(fields[3]),
                Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]),
                Number(fields[19]),
                Number(fields[21]));
    }

    private static long Number(string field) =>
        long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private readonly record struct Entry(
        char State, int Session, long CpuTicks, long StartTicks, long ResidentPages);
}
