using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Selvedge.Wire.Acme;

/// <summary>Signed requests: flattened JWS JSON (RFC 7515, section 7.2.2; RFC 8555, section 6.2).</summary>
public static class Jws
{
    /// <summary>Signs with ES256.</summary>
    /// <param name="key">A P-256 key.</param>
    /// <param name="kid">The account's URL; null: the key itself is put in as <c>jwk</c>, to register.</param>
    /// <param name="nonce">The authority's nonce.</param>
    /// <param name="url">The URL that the request goes to.</param>
    /// <param name="payload">The body; empty for POST-as-GET.</param>
    public static byte[] Sign(ECDsa key, string? kid, string nonce, Uri url, ReadOnlySpan<byte> payload)
    {
        var header = Header("ES256", url, nonce, kid, kid is null ? Jwk.Write(key) : null);
        return Flatten(header, payload, input => key.SignData(input, HashAlgorithmName.SHA256));
    }

    /// <summary>Binds an account to be registered to one that the operator has elsewhere (RFC 8555, section
    /// 7.3.4): HS256 over the account's public key.</summary>
    /// <param name="accountKey">The key that registers.</param>
    /// <param name="keyId">The authority's name for the external account.</param>
    /// <param name="macKey">The secret shared with the authority.</param>
    /// <param name="newAccount">The URL that the registration goes to.</param>
    public static byte[] Bind(ECDsa accountKey, string keyId, ReadOnlySpan<byte> macKey, Uri newAccount)
    {
        var secret = macKey.ToArray();
        return Flatten(
            Header("HS256", newAccount, null, keyId, null),
            Encoding.ASCII.GetBytes(Jwk.Write(accountKey)),
            input => HMACSHA256.HashData(secret, input));
    }

    private static byte[] Header(string algorithm, Uri url, string? nonce, string? kid, string? jwk) => AcmeText.Write(
        json =>
        {
            json.WriteString("alg", algorithm);
            if (jwk is not null)
            {
                json.WritePropertyName("jwk");
                json.WriteRawValue(jwk);
            }

            if (kid is not null)
            {
                json.WriteString("kid", kid);
            }

            if (nonce is not null)
            {
                json.WriteString("nonce", nonce);
            }

            json.WriteString("url", url.AbsoluteUri);
        });

    private static byte[] Flatten(byte[] header, ReadOnlySpan<byte> payload, Func<byte[], byte[]> sign)
    {
        var head = Base64Url.EncodeToString(header);
        var body = Base64Url.EncodeToString(payload);
        var signature = Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes($"{head}.{body}")));
        return AcmeText.Write(json =>
        {
            json.WriteString("protected", head);
            json.WriteString("payload", body);
            json.WriteString("signature", signature);
        });
    }
}
