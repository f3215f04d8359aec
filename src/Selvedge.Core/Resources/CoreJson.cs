using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Selvedge.Core.Resources;

/// <summary>The one JSON form of documents, snapshots, statuses and verdicts: camelCase, enums by name, durations as
/// <see cref="Duration"/> writes them, null and missing constructor parameters refused.</summary>
/// <remarks>Read by reflection: the source generator sets every missing <c>init</c> property to its type's zero and so
/// forgets the documented defaults.</remarks>
public static class CoreJson
{
    /// <summary>Deeper nesting is refused: no document of ours needs more, and hostile ones gain nothing.</summary>
    public const int DepthMax = 32;

    private static readonly JsonSerializerOptions Options = Create();

    /// <summary>Reads a value.</summary>
    /// <exception cref="JsonException">The JSON is malformed or does not fit the type.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, TypeInfo<T>()) ?? throw new JsonException("The value is null.");

    /// <summary>Reads a value from a parsed element.</summary>
    /// <exception cref="JsonException">The JSON does not fit the type.</exception>
    public static T Read<T>(JsonElement json) =>
        json.Deserialize(TypeInfo<T>()) ?? throw new JsonException("The value is null.");

    /// <summary>Reads a value, without ever throwing.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="value">The value where true is returned.</param>
    /// <param name="reason">What is wrong where false is returned; else empty.</param>
    public static bool TryRead<T>(ReadOnlySpan<byte> json, [NotNullWhen(true)] out T? value, out string reason)
    {
        try
        {
            value = Read<T>(json)!;
            reason = "";
            return true;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException
            or ArgumentException or FormatException)
        {
            value = default;
            reason = error.Message;
            return false;
        }
    }

    /// <summary>Writes a value as UTF-8.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());

    /// <summary>Writes a value as an element, to be put into a document.</summary>
    public static JsonElement ToElement<T>(T value) => JsonSerializer.SerializeToElement(value, TypeInfo<T>());

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "Selvedge is published untrimmed; see remarks.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Selvedge is not compiled ahead of time.")]
    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = DepthMax,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { MayLeaveNullsOut } },
            Converters =
            {
                new JsonStringEnumConverter(),
                new DurationConverter(),
                new SiteIdConverter(),
                new SteeringFilterConverter(),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    // Null is written by leaving the member out, so what may be null may be missing.
    private static void MayLeaveNullsOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: true })
            {
                property.IsRequired = false;
            }
        }
    }

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Duration.TryParse(reader.GetString(), out var duration)
                ? duration
                : throw new JsonException("A duration is text such as 30s.");

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Duration.Format(value));
    }

    private sealed class SiteIdConverter : JsonConverter<SiteId>
    {
        public override SiteId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && SiteId.TryParse(reader.GetString(), out var site)
                ? site
                : throw new JsonException("A site is text such as default/shop.");

        public override void Write(Utf8JsonWriter writer, SiteId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    // A filter is its name, or an object whose only member is its name: up, or {"select_first_n": {"n": 2}}.
    private sealed class SteeringFilterConverter : JsonConverter<SteeringFilter>
    {
        public override SteeringFilter Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return new SteeringFilter { Name = reader.GetString()! };
            }

            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.GetPropertyCount() != 1)
            {
                throw new JsonException("A filter is its name, or an object with its name as the only member.");
            }

            var member = document.RootElement.EnumerateObject().Single();
            var filter = new SteeringFilter { Name = member.Name };
            return member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("n", out var n)
                ? filter with { N = n.GetInt32() }
                : filter;
        }

        public override void Write(Utf8JsonWriter writer, SteeringFilter value, JsonSerializerOptions options)
        {
            if (value.Name != "select_first_n")
            {
                writer.WriteStringValue(value.Name);
                return;
            }

            writer.WriteStartObject();
            writer.WriteStartObject(value.Name);
            writer.WriteNumber("n", value.N);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }
}
