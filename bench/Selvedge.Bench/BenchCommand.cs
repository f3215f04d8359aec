using System.Runtime.InteropServices;
using Selvedge.Bench.Figures;

namespace Selvedge.Bench;

/// <summary><c>./selvedge bench</c>: measures an area and prints its figures.</summary>
internal static class BenchCommand
{
    /// <summary>Every figure with a target met it.</summary>
    public const int Met = 0;

    /// <summary>A target was missed, or something could not be measured.</summary>
    public const int Missed = 1;

    /// <summary>The command line names nothing that can be measured.</summary>
    public const int Usage = 2;

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">As typed.</param>
    /// <param name="areas">All that there are.</param>
    /// <param name="output">For the figures, and nothing else but the help that was asked for.</param>
    /// <param name="error">For progress and complaints.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, IReadOnlyList<Area> areas, TextWriter output, TextWriter error)
    {
        if (arguments.Any(argument => argument is "--help" or "-h"))
        {
            await output.WriteAsync(Help(areas));
            return Met;
        }

        var area = areas.FirstOrDefault(area => area.Name == arguments.FirstOrDefault());
        if (area is null)
        {
            await error.WriteLineAsync(arguments.Length == 0
                ? "selvedge bench: name an area."
                : $"selvedge bench: {arguments[0]} is no area.");
            await error.WriteAsync(Help(areas));
            return Usage;
        }

        var unknown = arguments.Skip(1).Except(area.Parts.Select(part => part.Name), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            await error.WriteLineAsync(
                $"selvedge bench: {area.Name} has no part {unknown[0]}; "
                + $"it has {string.Join(", ", area.Parts.Select(part => part.Name))}.");
            return Usage;
        }

        var parts = arguments.Length > 1 ? arguments.Skip(1) : area.Parts.Select(part => part.Name);
        return await MeasureAsync(area, parts.ToHashSet(StringComparer.Ordinal), output, error);
    }

    private static async Task<int> MeasureAsync(Area area, HashSet<string> parts, TextWriter output, TextWriter error)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        List<Figure> figures = [];
        var complete = false;
        try
        {
            await area.MeasureAsync(parts, new Progress(error), figures.AddRange, stop.Token);
            complete = true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("selvedge bench: stopped; what was measured so far:");
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            await error.WriteLineAsync(
                $"selvedge bench: {area.Name} could not be measured to its end: {failure.Message}");
        }

        await output.WriteAsync(FigureTable.Write(figures));
        return complete && figures.TrueForAll(figure => figure.Verdict != Verdict.Missed) ? Met : Missed;

        void Stop(PosixSignalContext signal)
        {
            // The network is stopped in order first.
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static string Help(IReadOnlyList<Area> areas)
    {
        var text = new StringWriter { NewLine = "\n" };
        text.WriteLine("""
            Usage: ./selvedge bench AREA [PART...]

            Measures an area, or some parts of it, on this machine, and prints one line a figure to standard output:
            name, value, unit, target, met or missed. Ends with 0 when every target is met, with 1 when one is missed
            or could not be measured, with 2 when nothing of the name can be measured.

            Areas:
            """);
        foreach (var area in areas)
        {
            text.WriteLine($"  {area.Name,-10} {area.Description}");
            foreach (var (part, what) in area.Parts)
            {
                text.WriteLine($"    {part,-10} {what}");
            }
        }

        text.WriteLine("\nExamples:\n  ./selvedge bench circle\n  ./selvedge bench circle kill");
        return text.ToString();
    }
}
