using System.Security.Cryptography;
using Selvedge.Wire.Acme;

namespace Selvedge.Control.Certificates;

/// <summary>What signs requests: the account's key and, once registered, its URL.</summary>
/// <param name="Key">P-256.</param>
/// <param name="Url">The account's URL (<c>kid</c>); null before it is registered.</param>
internal sealed record AcmeAccountKey(ECDsa Key, string? Url)
{
    /// <summary>RFC 7638, for key authorizations.</summary>
    public string Thumbprint { get; } = Jwk.Thumbprint(Key);
}
