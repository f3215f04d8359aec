using System.Diagnostics.CodeAnalysis;

namespace Selvedge.Wire.Acme;

/// <summary>An account (RFC 8555, section 7.1.2). Its URL is in the answer's <c>Location</c>.</summary>
/// <param name="State"><see cref="AcmeState.Valid"/>, or the account is of no use.</param>
/// <param name="Orders">The list of its orders; null where the authority keeps none.</param>
public sealed record AcmeAccount(AcmeState State, Uri? Orders)
{
    /// <summary>Reads an account.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out AcmeAccount? account, out string reason) =>
        AcmeJson.TryRead(
            json,
            root => new AcmeAccount(AcmeJson.State(root), AcmeJson.OptionalUrl(root, "orders")),
            out account,
            out reason);
}
