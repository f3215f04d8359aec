using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Selvedge.Wire.Acme;

/// <summary>The proof for one name (RFC 8555, section 7.1.4).</summary>
/// <param name="State">How far it is.</param>
/// <param name="Hostname">The name without <c>*.</c>, in lower case.</param>
/// <param name="Challenges">The ways to prove it; any one does.</param>
public sealed record AcmeAuthorization(AcmeState State, string Hostname, ImmutableArray<AcmeChallenge> Challenges)
{
    /// <summary>A DNS name as text has at most 253 characters (RFC 1035), and <c>*.</c> may stand before it.</summary>
    private const int HostnameCharsMax = 255;

    /// <summary>Reads an authorization.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out AcmeAuthorization? authorization, out string reason) =>
        AcmeJson.TryRead(json, Read, out authorization, out reason);

    internal static string ReadHostname(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || AcmeJson.Text(json, "type", 32) != "dns")
        {
            throw new FormatException("an identifier is not of type dns");
        }

        return AcmeJson.Text(json, "value", HostnameCharsMax).ToLowerInvariant();
    }

    private static AcmeAuthorization Read(JsonElement root) => new(
        AcmeJson.State(root),
        root.TryGetProperty("identifier", out var identifier)
            ? ReadHostname(identifier)
            : throw new FormatException("identifier is missing"),
        [.. AcmeJson.Items(root, "challenges", Limits.ChallengesMax).Select(AcmeChallenge.Read)]);
}
