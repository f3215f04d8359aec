using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Selvedge.Wire.Acme;

/// <summary>Reads an authority's JSON within <see cref="Limits"/>.</summary>
internal static class AcmeJson
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = Limits.DepthMax,
        AllowDuplicateProperties = false,
    };

    /// <summary>Parses one object and hands it to <paramref name="read"/>, which throws
    /// <see cref="FormatException"/> with the reason where a member does not fit.</summary>
    public static bool TryRead<T>(
        ReadOnlyMemory<byte> json, Func<JsonElement, T> read, [NotNullWhen(true)] out T? value, out string reason)
        where T : class
    {
        value = null;
        if (json.Length > Limits.BodyBytesMax)
        {
            reason = $"more than {Limits.BodyBytesMax} bytes";
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                reason = "not a JSON object";
                return false;
            }

            value = read(document.RootElement);
            reason = "";
            return true;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            reason = error is FormatException ? error.Message : "not well-formed JSON";
            return false;
        }
    }

    public static string Text(JsonElement parent, string name, int charsMax) =>
        OptionalText(parent, name, charsMax) ?? throw new FormatException($"{name} is missing");

    public static string? OptionalText(JsonElement parent, string name, int charsMax)
    {
        if (!parent.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (member.ValueKind != JsonValueKind.String || member.GetString() is not { } text || text.Length > charsMax)
        {
            throw new FormatException($"{name} is not text of at most {charsMax} characters");
        }

        return text;
    }

    public static bool Flag(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.True;

    public static Uri Url(JsonElement parent, string name) =>
        OptionalUrl(parent, name) ?? throw new FormatException($"{name} is missing");

    public static Uri? OptionalUrl(JsonElement parent, string name) =>
        OptionalText(parent, name, Limits.UrlCharsMax) is { } text ? ToUrl(text, name) : null;

    /// <summary>RFC 8555, section 6.1: everything is HTTPS.</summary>
    public static Uri ToUrl(string text, string name) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
            ? url
            : throw new FormatException($"{name} is not an https URL");

    public static IEnumerable<JsonElement> Items(JsonElement parent, string name, int countMax)
    {
        if (!parent.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.Array
            || member.GetArrayLength() > countMax)
        {
            throw new FormatException($"{name} is not a list of at most {countMax}");
        }

        return member.EnumerateArray();
    }

    public static AcmeState State(JsonElement parent) => Text(parent, "status", 32) switch
    {
        "pending" => AcmeState.Pending,
        "ready" => AcmeState.Ready,
        "processing" => AcmeState.Processing,
        "valid" => AcmeState.Valid,
        "invalid" => AcmeState.Invalid,
        "deactivated" => AcmeState.Deactivated,
        "expired" => AcmeState.Expired,
        "revoked" => AcmeState.Revoked,
        _ => throw new FormatException("status is not one of RFC 8555"),
    };

    public static AcmeProblem? OptionalProblem(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object
            ? AcmeProblem.Read(member)
            : null;

    /// <summary>An authority's words as one line that a terminal can show: cut, control characters as spaces.</summary>
    public static string Words(string text)
    {
        var words = new StringBuilder(Math.Min(text.Length, Limits.DetailCharsMax));
        foreach (var rune in text.EnumerateRunes())
        {
            if (words.Length + rune.Utf16SequenceLength > Limits.DetailCharsMax)
            {
                break;
            }

            words.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return words.ToString();
    }
}
