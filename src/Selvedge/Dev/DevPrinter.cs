using System.Globalization;

namespace Selvedge.Dev;

/// <summary>Tells a person how the start goes: a line a step, with what it took; live on a terminal, plain
/// elsewhere.</summary>
internal sealed class DevPrinter(TextWriter output, bool terminal, bool colour, TimeProvider time)
{
    private const int NameWidth = 26;

    private readonly Lock _gate = new();

    /// <summary>Runs one step and tells its end.</summary>
    /// <param name="process">Whose log helps when it fails.</param>
    /// <param name="what">Named to the person.</param>
    /// <param name="step">Gives a few words on its result.</param>
    public async Task StepAsync(string process, string what, Func<Task<string>> step)
    {
        var started = time.GetTimestamp();
        if (terminal)
        {
            lock (_gate)
            {
                output.Write($"  {Paint("…", "33")} {what}");
            }
        }

        try
        {
            var result = await step();
            var took = time.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            Line($"  {Paint("✓", "32")} {what.PadRight(NameWidth)} {result.PadRight(24)} {Paint($"{took,5} s", "2")}");
        }
        catch
        {
            Line($"  {Paint("✗", "31")} {what.PadRight(NameWidth)} {process}");
            throw;
        }
    }

    /// <summary>Tells something that happened meanwhile.</summary>
    public void Note(string text) => Line($"  {Paint("·", "33")} {text}");

    /// <summary>Prints a block as it is.</summary>
    public void Block(string text)
    {
        lock (_gate)
        {
            output.WriteLine(text);
        }
    }

    /// <summary>Dresses text in an SGR colour where colours are wanted.</summary>
    public string Paint(string text, string code) => colour ? $"\e[{code}m{text}\e[0m" : text;

    private void Line(string text)
    {
        lock (_gate)
        {
            output.WriteLine(terminal ? $"\r\e[2K{text}" : text);
        }
    }
}
