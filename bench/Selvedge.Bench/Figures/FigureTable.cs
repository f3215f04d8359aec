using System.Globalization;

namespace Selvedge.Bench.Figures;

/// <summary>Figures as aligned lines: name, value, unit, target, met or missed.</summary>
internal static class FigureTable
{
    /// <summary>The lines, each ended; nothing where there are no figures.</summary>
    public static string Write(IReadOnlyList<Figure> figures)
    {
        var rows = figures.Select(Cells).ToList();
        if (rows.Count == 0)
        {
            return "";
        }

        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        var text = new StringWriter { NewLine = "\n" };
        foreach (var row in rows)
        {
            // Only the value stands at the right.
            var cells = row.Select((cell, column) =>
                column == 1 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.WriteLine(string.Join("  ", cells).TrimEnd());
        }

        return text.ToString();
    }

    private static string[] Cells(Figure figure) =>
    [
        figure.Name,
        Number(figure.Value),
        figure.Unit,
        figure.AtMost is { } most ? $"<= {most.ToString("0.###", CultureInfo.InvariantCulture)}" : "-",
        figure.Verdict == Verdict.None ? "-" : figure.Verdict.ToString().ToLowerInvariant(),
    ];

    // Three digits that count are more than a second run repeats.
    private static string Number(double value) => Math.Abs(value) switch
    {
        < 10 when value % 1 != 0 => value.ToString("0.000", CultureInfo.InvariantCulture),
        < 1000 when value % 1 != 0 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };
}
