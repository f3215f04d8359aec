using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Selvedge.Control.Certificates;

/// <summary>Reads private keys that operators upload: EC or RSA as PKCS #8, SEC 1 or PKCS #1.</summary>
internal static class KeyCheck
{
    /// <summary>The public half (SubjectPublicKeyInfo), or null with the finding.</summary>
    public static byte[]? PublicKey(string keyPem, ImmutableArray<ChainFinding>.Builder findings)
    {
        if (keyPem.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            findings.Add(new ChainFinding(
                "KeyEncrypted", "tls.key is encrypted: decrypt it (openssl pkey -in key.pem -out plain.pem); the store "
                + "encrypts it at rest."));
            return null;
        }

        if (!keyPem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            findings.Add(new ChainFinding("KeyMissing", "tls.key holds no PRIVATE KEY block: write the key as PEM."));
            return null;
        }

        if (Read(ECDsa.Create, keyPem) is { } elliptic)
        {
            return elliptic;
        }

        if (Read(RSA.Create, keyPem) is { } rsa)
        {
            return rsa;
        }

        findings.Add(new ChainFinding(
            "KeyUnreadable", "tls.key is damaged or of another kind than EC and RSA: write it as PKCS #8 PEM."));
        return null;
    }

    private static byte[]? Read(Func<AsymmetricAlgorithm> create, string keyPem)
    {
        using var key = create();
        try
        {
            key.ImportFromPem(keyPem);
            return key.ExportSubjectPublicKeyInfo();
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException
            or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
