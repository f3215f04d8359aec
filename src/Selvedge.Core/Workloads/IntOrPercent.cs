using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Selvedge.Core.Workloads;

/// <summary>A count, or a share of one: <c>2</c> or <c>"25%"</c>.</summary>
/// <param name="Value">The count, or the share in hundredths.</param>
/// <param name="IsPercent">Which of them it is.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct IntOrPercent(int Value, bool IsPercent)
{
    /// <summary>A share.</summary>
    public static IntOrPercent Percent(int value) => new(value, true);

    /// <summary>A count.</summary>
    public static IntOrPercent Count(int value) => new(value, false);

    /// <summary>The count that it is of a total, a fraction rounded up or down.</summary>
    public int Of(int total, bool roundUp) => !IsPercent ? Value
        : (int)(((long)total * Value + (roundUp ? 99 : 0)) / 100);

    /// <summary>Reads <c>25%</c>.</summary>
    public static bool TryParsePercent(string? text, out IntOrPercent value)
    {
        value = default;
        if (text is not [.. var head, '%']
            || !int.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var share))
        {
            return false;
        }

        value = Percent(share);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Value}{(IsPercent ? "%" : "")}");

    private sealed class Converter : JsonConverter<IntOrPercent>
    {
        public override IntOrPercent Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? Count(reader.GetInt32())
            : reader.TokenType == JsonTokenType.String && TryParsePercent(reader.GetString(), out var share) ? share
            : throw new JsonException("A count is a whole number or a share such as 25%.");

        public override void Write(Utf8JsonWriter writer, IntOrPercent value, JsonSerializerOptions options)
        {
            if (value.IsPercent)
            {
                writer.WriteStringValue(value.ToString());
            }
            else
            {
                writer.WriteNumberValue(value.Value);
            }
        }
    }
}
