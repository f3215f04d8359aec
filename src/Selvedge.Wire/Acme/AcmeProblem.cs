using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Selvedge.Wire.Acme;

/// <summary>What the authority says went wrong (RFC 7807; RFC 8555, section 6.7).</summary>
/// <param name="Type">The error's URN, for example <c>urn:ietf:params:acme:error:badNonce</c>.</param>
/// <param name="Detail">The authority's own words with those of its subproblems; one line, at most
/// <see cref="Limits.DetailCharsMax"/> characters.</param>
public sealed record AcmeProblem(string Type, string Detail)
{
    private const string Prefix = "urn:ietf:params:acme:error:";

    /// <summary>Subproblems whose words are kept; more would not be read by anyone.</summary>
    private const int SubproblemsMax = 8;

    /// <summary>The part of <see cref="Type"/> that RFC 8555 registers, for example <c>badNonce</c>; empty for a
    /// foreign type.</summary>
    public string Name => Type.StartsWith(Prefix, StringComparison.Ordinal) ? Type[Prefix.Length..] : "";

    /// <summary>Reads a problem document.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out AcmeProblem? problem, out string reason) =>
        AcmeJson.TryRead(json, Read, out problem, out reason);

    internal static AcmeProblem Read(JsonElement json)
    {
        var type = AcmeJson.OptionalText(json, "type", Limits.UrlCharsMax) ?? "about:blank";
        var words = new List<string>();
        if (OwnWords(json) is { } detail)
        {
            words.Add(detail);
        }

        if (json.TryGetProperty("subproblems", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            words.AddRange(list.EnumerateArray().Take(SubproblemsMax).Select(Subproblem));
        }

        return new AcmeProblem(type, AcmeJson.Words(string.Join("; ", words)));
    }

    private static string? OwnWords(JsonElement json) => AcmeJson.OptionalText(json, "detail", Limits.BodyBytesMax);

    private static string Subproblem(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("a subproblem is not an object");
        }

        var name = json.TryGetProperty("identifier", out var identifier) && identifier.ValueKind == JsonValueKind.Object
            ? AcmeJson.OptionalText(identifier, "value", Limits.UrlCharsMax)
            : null;
        return name is null ? OwnWords(json) ?? "" : $"{name}: {OwnWords(json)}";
    }
}
