using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Selvedge.Core.Workloads;

/// <summary>A port by number or by name: <c>8080</c> or <c>"http"</c>.</summary>
/// <param name="Number">1 to 65,535; 0 where it is named.</param>
/// <param name="Name">Empty where it is numbered.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct PortReference(int Number, string Name)
{
    /// <summary>Neither.</summary>
    public bool IsEmpty => Number == 0 && string.IsNullOrEmpty(Name);

    /// <inheritdoc/>
    public override string ToString() => Number > 0 ? Number.ToString(CultureInfo.InvariantCulture) : Name ?? "";

    /// <summary>The number; null where no container of the pod names such a port.</summary>
    public int? In(PodSpec pod)
    {
        var name = Name;
        return Number > 0 ? Number
            : pod.Containers.SelectMany(container => container.Ports)
                .FirstOrDefault(port => port.Name == name && !string.IsNullOrEmpty(name))?.Number;
    }

    private sealed class Converter : JsonConverter<PortReference>
    {
        public override PortReference Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? new PortReference(reader.GetInt32(), "")
            : reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!)
            : throw new JsonException("A port is a number or a name.");

        public override void Write(Utf8JsonWriter writer, PortReference value, JsonSerializerOptions options)
        {
            if (value.Number > 0)
            {
                writer.WriteNumberValue(value.Number);
            }
            else
            {
                writer.WriteStringValue(value.Name ?? "");
            }
        }

        // kubectl and people put numbers in quotes too.
        private static PortReference Parse(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new PortReference(number, "")
                : new PortReference(0, text);
    }
}
