using System.Diagnostics.CodeAnalysis;

namespace Selvedge.Wire.Acme;

/// <summary>Where an authority's resources are (RFC 8555, section 7.1.1).</summary>
/// <param name="NewNonce">Hands out nonces.</param>
/// <param name="NewAccount">Registers, or finds the account of a key.</param>
/// <param name="NewOrder">Takes orders.</param>
/// <param name="ExternalAccountRequired">Whether registering needs an external account binding.</param>
public sealed record AcmeDirectory(Uri NewNonce, Uri NewAccount, Uri NewOrder, bool ExternalAccountRequired)
{
    /// <summary>Reads a directory.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out AcmeDirectory? directory, out string reason) =>
        AcmeJson.TryRead(
            json,
            root => new AcmeDirectory(
                AcmeJson.Url(root, "newNonce"),
                AcmeJson.Url(root, "newAccount"),
                AcmeJson.Url(root, "newOrder"),
                root.TryGetProperty("meta", out var meta) && meta.ValueKind == System.Text.Json.JsonValueKind.Object
                    && AcmeJson.Flag(meta, "externalAccountRequired")),
            out directory,
            out reason);
}
