using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Api.Reading;

/// <summary>JSON text to document trees and back, without surprises later on: bad UTF-8, lone surrogates, doubled
/// members and too deep nesting are refused here.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = CoreJson.DepthMax,
        AllowDuplicateProperties = false,
    };

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Reads one value.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">The value; null also stands for JSON's null.</param>
    /// <param name="reason">What is wrong where false is returned; else empty.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out JsonNode? value, out string reason)
    {
        value = null;
        reason = "";
        if (!Utf8.IsValid(utf8.Span))
        {
            reason = "the text is not valid UTF-8";
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            value = Tree(document.RootElement);
            return true;
        }
        catch (JsonException error)
        {
            reason = Explain(error);
        }
        catch (InvalidOperationException)
        {
            reason = "a string has half of a surrogate pair";
        }

        return false;
    }

    /// <summary>Writes a value as UTF-8.</summary>
    public static byte[] Write(JsonNode? value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
        {
            Write(writer, value);
        }

        return stream.ToArray();
    }

    /// <summary>The value as an element, for the store.</summary>
    public static JsonElement Element(JsonNode value)
    {
        using var document = JsonDocument.Parse(Write(value));
        return document.RootElement.Clone();
    }

    /// <summary>How many values stand within each other; 1 for a value without any inside.</summary>
    public static int Depth(JsonNode? value) => value switch
    {
        JsonObject members => 1 + members.Select(member => Depth(member.Value)).DefaultIfEmpty().Max(),
        JsonArray items => 1 + items.Select(Depth).DefaultIfEmpty().Max(),
        _ => 1,
    };

    private static void Write(Utf8JsonWriter writer, JsonNode? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private static JsonNode? Tree(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    members.Add(member.Name, Tree(member.Value));
                }

                return members;
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in element.EnumerateArray())
                {
                    items.Add(Tree(item));
                }

                return items;
            case JsonValueKind.String:
                return JsonValue.Create(element.GetString());
            case JsonValueKind.Number:
                return JsonValue.Create(element.Clone());
            case JsonValueKind.True or JsonValueKind.False:
                return JsonValue.Create(element.GetBoolean());
            default:
                return null;
        }
    }

    // The exception's own words may quote the text, which may be a Secret.
    private static string Explain(JsonException error) =>
        error.LineNumber is { } line
            ? FormattableString.Invariant($"the JSON is wrong at line {line + 1}, byte {error.BytePositionInLine + 1}")
            : "the JSON is wrong: a member stands twice, or the nesting is too deep";
}
