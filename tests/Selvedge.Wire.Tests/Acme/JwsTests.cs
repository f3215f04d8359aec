using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using CsCheck;
using Selvedge.Wire.Acme;

namespace Selvedge.Wire.Tests.Acme;

public sealed class JwsTests
{
    private static readonly Uri Url = new("https://ca.example/new-order");

    [Fact]
    public void The_thumbprint_is_RFC_7638_over_the_key_that_RFC_7515_prints()
    {
        // The key of RFC 7515, appendix A.3. RFC 7638 prints no thumbprint for it: the expected value is the SHA-256
        // of the canonical text as section 3.3 spells it out, written here by hand.
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                Y = Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
            },
        });
        const string Canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\","
            + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

        Assert.Equal(Canonical, Jwk.Write(key));
        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", Jwk.Thumbprint(key));
    }

    [Fact]
    public void Every_signature_verifies_and_covers_header_and_payload() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.String, Gen.Bool).Sample((payload, nonce, registers) =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var kid = registers ? null : "https://ca.example/account/1";
            var (header, body, input, signature) = Open(Jws.Sign(key, kid, nonce, Url, payload));

            Assert.Equal(payload, body);
            Assert.Equal("ES256", header.GetProperty("alg").GetString());
            Assert.Equal(Url.AbsoluteUri, header.GetProperty("url").GetString());
            Assert.Equal(
                Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(nonce)), header.GetProperty("nonce").GetString());
            Assert.Equal(registers, header.TryGetProperty("jwk", out _));
            Assert.Equal(!registers, header.TryGetProperty("kid", out _));
            Assert.Equal(64, signature.Length);
            Assert.True(key.VerifyData(input, signature, HashAlgorithmName.SHA256));
            input[^1] ^= 1;
            Assert.False(key.VerifyData(input, signature, HashAlgorithmName.SHA256));
        }, iter: 200);

    [Fact]
    public void A_binding_is_HS256_over_the_account_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = "0123456789abcdef"u8.ToArray();
        var (header, body, input, signature) = Open(Jws.Bind(key, "kid-1", secret, Url));

        Assert.Equal("HS256", header.GetProperty("alg").GetString());
        Assert.Equal("kid-1", header.GetProperty("kid").GetString());
        Assert.False(header.TryGetProperty("nonce", out _));
        Assert.Equal(Jwk.Write(key), Encoding.ASCII.GetString(body));
        Assert.Equal(HMACSHA256.HashData(secret, input), signature);
    }

    [Fact]
    public void The_dns_digest_is_base64url_of_the_SHA_256_of_the_key_authorization()
    {
        Assert.Equal("token.print", KeyAuthorization.Of("token", "print"));
        // printf token.print | openssl dgst -sha256 -binary | basenc --base64url
        Assert.Equal("geGXac0jpnr_GBoGGXIb8nnygzls1TYLC3imeqgZSLw", KeyAuthorization.DnsDigest("token.print"));
    }

    [Fact]
    public void A_signing_request_names_every_hostname_and_is_signed_by_its_key() =>
        Gen.String[Gen.Char.AlphaNumeric, 1, 60].Array[1, 30].Sample(labels =>
        {
            var names = labels.Select(label => $"{label.ToLowerInvariant()}.example").ToArray();
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            // Loading verifies the request's own signature.
            var request = CertificateRequest.LoadSigningRequest(
                SigningRequest.Build(key, names),
                HashAlgorithmName.SHA256,
                CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);

            Assert.Equal(key.ExportSubjectPublicKeyInfo(), request.PublicKey.ExportSubjectPublicKeyInfo());
            var extension = Assert.Single(request.CertificateExtensions);
            var read = new X509SubjectAlternativeNameExtension(extension.RawData).EnumerateDnsNames();
            Assert.Equal(names, read, StringComparer.Ordinal);
        }, iter: 50);

    private static (JsonElement Header, byte[] Payload, byte[] Input, byte[] Signature) Open(byte[] jws)
    {
        using var document = JsonDocument.Parse(jws);
        string Member(string name) => document.RootElement.GetProperty(name).GetString()!;
        return (
            JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(Member("protected"))),
            Base64Url.DecodeFromChars(Member("payload")),
            Encoding.ASCII.GetBytes($"{Member("protected")}.{Member("payload")}"),
            Base64Url.DecodeFromChars(Member("signature")));
    }
}
