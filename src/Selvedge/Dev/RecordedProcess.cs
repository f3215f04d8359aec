using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Selvedge.Dev;

/// <summary>A process as the development network's state records it. An id is given to another process once its own has
/// ended: only together with the start it names one.</summary>
/// <param name="Id">The process' id.</param>
/// <param name="Start">When it began, in the kernel's ticks since boot; empty where it had ended already.</param>
internal sealed record RecordedProcess(int Id, string Start)
{
    /// <summary>Field 22 of /proc/PID/stat, counted from the state, which follows the name (proc(5)).</summary>
    private const int StartField = 19;

    /// <summary>Whether this very process runs now.</summary>
    public bool IsRunning => Start.Length > 0 && Of(Id).Start == Start;

    /// <summary>The process that has an id now; without a start where there is none, or only its remains.</summary>
    public static RecordedProcess Of(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new RecordedProcess(id, fields[0] is "Z" or "X" ? "" : fields[StartField]);
        }
        catch (IOException)
        {
            return new RecordedProcess(id, "");
        }
    }

    /// <summary>Where a state keeps the record of a process.</summary>
    /// <param name="state">The state's folder.</param>
    /// <param name="name">For example <c>fra-1</c>.</param>
    public static string FileOf(string state, string name) => Path.Combine(state, "run", $"{name}.pid");

    /// <summary>Reads a record; null where there is none.</summary>
    public static RecordedProcess? Read(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return lines.Length == 2 && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new RecordedProcess(id, lines[1])
            : null;
    }

    /// <summary>Writes the record.</summary>
    public void Write(string file)
    {
        // Whole or not at all: others read it while it is written.
        var fresh = file + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(fresh, [Id.ToString(CultureInfo.InvariantCulture), Start]);
        File.Move(fresh, file, overwrite: true);
    }

    /// <summary>Ends it by SIGKILL, if it is this very process that runs.</summary>
    /// <param name="patience">How long its end is waited for; zero: not at all.</param>
    /// <returns>False where it does not run, or is not ours to end.</returns>
    public bool End(TimeSpan patience = default)
    {
        try
        {
            using var process = Process.GetProcessById(Id);
            if (!IsRunning)
            {
                return false;
            }

            process.Kill();
            process.WaitForExit(patience);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
