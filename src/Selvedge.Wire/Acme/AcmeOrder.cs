using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Selvedge.Wire.Acme;

/// <summary>An order (RFC 8555, section 7.1.3). Its URL is in the answer's <c>Location</c>.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Hostnames">The DNS identifiers, in lower case; wildcards with their <c>*.</c>.</param>
/// <param name="Authorizations">One a name, perhaps shared.</param>
/// <param name="Finalize">Takes the signing request once the order is <see cref="AcmeState.Ready"/>.</param>
/// <param name="Certificate">The chain's URL once the order is <see cref="AcmeState.Valid"/>.</param>
/// <param name="Error">Why it became <see cref="AcmeState.Invalid"/>, where the authority says so.</param>
public sealed record AcmeOrder(
    AcmeState State,
    ImmutableArray<string> Hostnames,
    ImmutableArray<Uri> Authorizations,
    Uri Finalize,
    Uri? Certificate,
    AcmeProblem? Error)
{
    /// <summary>Reads an order.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out AcmeOrder? order, out string reason) =>
        AcmeJson.TryRead(json, Read, out order, out reason);

    /// <summary>Whether the order is for exactly these names, in whatever sequence.</summary>
    public bool IsFor(IEnumerable<string> hostnames) =>
        Hostnames.ToHashSet(StringComparer.Ordinal).SetEquals(hostnames);

    private static AcmeOrder Read(JsonElement root) => new(
        AcmeJson.State(root),
        [.. AcmeJson.Items(root, "identifiers", Limits.IdentifiersMax).Select(AcmeAuthorization.ReadHostname)],
        [.. AcmeJson.Items(root, "authorizations", Limits.IdentifiersMax).Select(
            item => item.ValueKind == JsonValueKind.String
                ? AcmeJson.ToUrl(item.GetString()!, "authorizations")
                : throw new FormatException("authorizations holds something else than text"))],
        AcmeJson.Url(root, "finalize"),
        AcmeJson.OptionalUrl(root, "certificate"),
        AcmeJson.OptionalProblem(root, "error"));
}
