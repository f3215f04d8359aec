using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Selvedge.Wire.Acme;

/// <summary>One way to prove a name (RFC 8555, section 7.1.5).</summary>
/// <param name="Type"><c>http-01</c>, <c>dns-01</c>, ...; those of other kinds may have no token.</param>
/// <param name="Url">Takes the client's word that the answer is in place.</param>
/// <param name="State">How far it is.</param>
/// <param name="Token">Of the base64url alphabet only, so that it is safe as a path segment; empty where the type has
/// none.</param>
/// <param name="Error">Why it failed, where it did.</param>
public sealed record AcmeChallenge(string Type, Uri Url, AcmeState State, string Token, AcmeProblem? Error)
{
    /// <summary>The challenge answered over HTTP on port 80 (RFC 8555, section 8.3).</summary>
    public const string Http01 = "http-01";

    /// <summary>The challenge answered by a TXT record (RFC 8555, section 8.4).</summary>
    public const string Dns01 = "dns-01";

    /// <summary>Reads a challenge.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out AcmeChallenge? challenge, out string reason) =>
        AcmeJson.TryRead(json, Read, out challenge, out reason);

    internal static AcmeChallenge Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("a challenge is not an object");
        }

        var token = AcmeJson.OptionalText(root, "token", Limits.TokenCharsMax) ?? "";
        // RFC 8555, section 8.3: a client MUST check it, or a hostile authority chooses paths on our servers.
        if (token.AsSpan().ContainsAnyExcept(KeyAuthorization.TokenAlphabet))
        {
            throw new FormatException("token has characters outside base64url");
        }

        return new AcmeChallenge(
            AcmeJson.Text(root, "type", 64),
            AcmeJson.Url(root, "url"),
            AcmeJson.State(root),
            token,
            AcmeJson.OptionalProblem(root, "error"));
    }
}
