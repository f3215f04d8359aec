using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Edge.Tests.Probes;

/// <summary>A root, an intermediate under it, and a leaf under that.</summary>
internal sealed class TestChain : IDisposable
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _root;

    public TestChain(string hostname, int daysLeft = 30, string purpose = ServerPurpose)
    {
        _root = Make("CN=Test root", null, 60, request =>
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)));
        Intermediate = Make("CN=Test intermediate", _root, 50, request =>
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)));
        Leaf = Make($"CN={hostname}", Intermediate, daysLeft, request =>
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(hostname);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        });
    }

    public string RootPem => _root.ExportCertificatePem();

    public X509Certificate2 Intermediate { get; }

    public X509Certificate2 Leaf { get; }

    public void Dispose()
    {
        Leaf.Dispose();
        Intermediate.Dispose();
        _root.Dispose();
    }

    private static X509Certificate2 Make(
        string name, X509Certificate2? issuer, int daysLeft, Action<CertificateRequest> extend)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        extend(request);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        if (issuer is null)
        {
            return request.CreateSelfSigned(now.AddDays(-40), now.AddDays(daysLeft));
        }

        // Names the issuer's key: several roots of one name are told apart by it.
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        using var issued = request.Create(
            issuer, now.AddDays(-30), now.AddDays(daysLeft), RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }
}
