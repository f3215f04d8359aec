using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Wire.Acme;

/// <summary>PKCS #10 requests (RFC 2986) for server certificates.</summary>
public static class SigningRequest
{
    /// <summary>Builds a request with the names as subject alternative names and an empty subject: a common name holds
    /// 64 characters only, and nothing reads it any more.</summary>
    /// <param name="key">The key to be certified.</param>
    /// <param name="hostnames">One or more, in ASCII.</param>
    /// <returns>DER.</returns>
    public static byte[] Build(ECDsa key, IEnumerable<string> hostnames)
    {
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var hostname in hostnames)
        {
            names.AddDnsName(hostname);
        }

        request.CertificateExtensions.Add(names.Build());
        return request.CreateSigningRequest();
    }
}
