using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Tests.Http;

/// <summary>Certificates made in the test: a root and leaves under it.</summary>
internal sealed class TestCertificate
{
    private static readonly Lazy<X509Certificate2> LazyRoot = new(MakeRoot);

    public static X509Certificate2 Root => LazyRoot.Value;

    public static CertificateSection Section(SiteId site, params string[] hostnames) =>
        Section(site, hostnames, hostnames);

    public static CertificateSection Section(SiteId site, string[] hostnames, string[] covered)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={covered[0]}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in covered)
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var leaf = request.Create(
            Root, now.AddDays(-1), now.AddDays(30), RandomNumberGenerator.GetBytes(16));
        return new CertificateSection(
            site, [.. hostnames], leaf.ExportCertificatePem() + "\n" + Root.ExportCertificatePem(),
            key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 MakeRoot()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-2), now.AddDays(60));
    }
}
