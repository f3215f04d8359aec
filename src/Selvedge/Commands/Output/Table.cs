using System.Text;

namespace Selvedge.Commands.Output;

/// <summary>Rows under headings, aligned as kubectl aligns them: three spaces apart, nothing at the line's
/// end.</summary>
internal sealed class Table
{
    private const int Gap = 3;

    private readonly List<string[]> _rows = [];
    private readonly int[] _widths;
    private readonly string[] _headings;

    /// <summary>An empty table.</summary>
    /// <param name="headings">One a column; written in capitals.</param>
    public Table(params string[] headings)
    {
        _headings = [.. headings.Select(heading => Clean(heading).ToUpperInvariant())];
        _widths = [.. _headings.Select(heading => heading.Length)];
    }

    /// <summary>How many rows it has.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row; missing cells stay empty.</summary>
    public Table Add(params string[] cells)
    {
        var row = new string[_headings.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = i < cells.Length ? Clean(cells[i]) : "";
            _widths[i] = Math.Max(_widths[i], row[i].Length);
        }

        _rows.Add(row);
        return this;
    }

    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="paint">For states.</param>
    /// <param name="indent">Spaces before each line.</param>
    public void WriteTo(TextWriter output, Paint paint, int indent = 0)
    {
        output.WriteLine(Line(_headings, Paint.None, indent));
        WriteRowsTo(output, paint, indent);
    }

    /// <summary>Writes the rows and forgets them, but not how wide the columns are: so a table that grows while it is
    /// watched stays aligned.</summary>
    public void WriteRowsTo(TextWriter output, Paint paint, int indent = 0)
    {
        foreach (var row in _rows)
        {
            output.WriteLine(Line(row, paint, indent));
        }

        _rows.Clear();
    }

    /// <summary>Text from afar without what a terminal would obey.</summary>
    public static string Clean(string text) => !text.Any(char.IsControl)
        ? text
        : string.Concat(text.Select(c => c is '\n' or '\t' ? ' ' : char.IsControl(c) ? '?' : c));

    private string Line(string[] cells, Paint paint, int indent)
    {
        var line = new StringBuilder().Append(' ', indent);
        var last = Array.FindLastIndex(cells, cell => cell.Length > 0);
        for (var i = 0; i <= last; i++)
        {
            line.Append(paint.State(cells[i]));
            if (i < last)
            {
                line.Append(' ', _widths[i] - cells[i].Length + Gap);
            }
        }

        return line.ToString();
    }
}
