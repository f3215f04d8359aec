using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Selvedge.Fabric.Telemetry;

/// <summary>Turns one log call into one line.</summary>
internal sealed class JsonLinesLogger(
    string category, JsonLinesOptions options, TimeProvider time, Action<string> write) : ILogger
{
    // Lines are never put into HTML.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= options.LevelMin && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, WriterOptions);
        json.WriteStartObject();
        json.WriteString("time"u8, time.GetUtcNow().UtcDateTime);
        json.WriteString("level"u8, Level(logLevel));
        WriteUnlessEmpty(json, "event", eventId.Name);
        json.WriteString("logger"u8, category);
        json.WriteString("message"u8, Cut(formatter(state, exception)));
        WriteFields(json, state as IReadOnlyList<KeyValuePair<string, object?>>);
        WriteUnlessEmpty(json, "error", exception?.ToString());
        json.WriteString("process"u8, options.Process);
        WriteUnlessEmpty(json, "node", options.Node);
        WriteUnlessEmpty(json, "location", options.Location);
        json.WriteEndObject();
        json.Flush();
        write(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>>? fields)
    {
        if (fields is null || fields.All(field => field.Key == "{OriginalFormat}"))
        {
            return;
        }

        json.WriteStartObject("fields"u8);
        foreach (var (name, value) in fields.Where(field => field.Key != "{OriginalFormat}"))
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, Cut(value));
        }
    }

    private static string Cut(string text) =>
        text.Length <= TelemetryLimits.LogTextMax ? text : text[..TelemetryLimits.LogTextMax] + "…";

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
