using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Selvedge.Core.Workloads;

/// <summary>Amounts by resource, where <c>cpu: 0.5</c> is written as often as <c>cpu: "500m"</c>: a number is taken as
/// its text.</summary>
internal sealed class AmountsConverter : JsonConverter<ImmutableSortedDictionary<string, string>>
{
    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, string> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Amounts are an object.");
        }

        var amounts = ResourceNeeds.None.ToBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            amounts[name] = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                _ => throw new JsonException($"The amount of {name} is neither text nor a number."),
            };
        }

        return amounts.ToImmutable();
    }

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, amount) in value)
        {
            writer.WriteString(name, amount);
        }

        writer.WriteEndObject();
    }
}
