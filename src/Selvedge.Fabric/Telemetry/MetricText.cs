using System.Globalization;
using System.Text;

namespace Selvedge.Fabric.Telemetry;

/// <summary>The words of the Prometheus text format 0.0.4.</summary>
internal static class MetricText
{
    /// <summary>A metric's name from an instrument's: letters, digits, <c>_</c> and <c>:</c>.</summary>
    public static string Name(string name)
    {
        var text = new StringBuilder(name.Length);
        AppendName(text, name, allowColon: true);
        return text.ToString();
    }

    /// <summary>Appends <c>name="value"</c>, escaped.</summary>
    public static void AppendLabel(StringBuilder text, string name, object? value)
    {
        AppendName(text, name, allowColon: false);
        text.Append("=\"");
        foreach (var c in Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    /// <summary>Appends the two lines before a metric's samples.</summary>
    public static void AppendHeader(StringBuilder text, string name, string? help, string type)
    {
        if (!string.IsNullOrEmpty(help))
        {
            var escaped = help.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append("# HELP ").Append(name).Append(' ').Append(escaped).Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <summary>Appends one sample.</summary>
    public static void AppendSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>A number as the format has it.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static void AppendName(StringBuilder text, string name, bool allowColon)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            text.Append('_');
        }

        foreach (var c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) || (allowColon && c == ':') ? c : '_');
        }
    }
}
