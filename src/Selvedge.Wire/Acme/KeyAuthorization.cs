using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Selvedge.Wire.Acme;

/// <summary>What proves to an authority that the account asked for the name (RFC 8555, section 8.1).</summary>
public static class KeyAuthorization
{
    /// <summary>The characters that a token may have.</summary>
    internal static readonly SearchValues<char> TokenAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The body that <c>http-01</c> is answered with.</summary>
    /// <param name="token">Of the challenge.</param>
    /// <param name="thumbprint">Of the account's key: <see cref="Jwk.Thumbprint"/>.</param>
    public static string Of(string token, string thumbprint) => $"{token}.{thumbprint}";

    /// <summary>The TXT value that <c>dns-01</c> is answered with: base64url of the SHA-256.</summary>
    public static string DnsDigest(string keyAuthorization) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(keyAuthorization)));
}
