using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Selvedge.Wire.Acme;

/// <summary>A public P-256 key as JSON Web Key (RFC 7517; RFC 7518, section 6.2).</summary>
public static class Jwk
{
    /// <summary>The members that RFC 7638 hashes, in its order and without white space: a valid JWK and the
    /// thumbprint's input at once.</summary>
    public static string Write(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var x = Base64Url.EncodeToString(point.X);
        var y = Base64Url.EncodeToString(point.Y);
        return $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
    }

    /// <summary>RFC 7638 with SHA-256, as base64url.</summary>
    public static string Thumbprint(ECDsa key) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Write(key))));
}
