using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Selvedge.Fabric.Identity;

/// <summary>A small certificate authority for Selvedge's own API and bus, in one folder. Sites get their certificates
/// from a public authority, never from here.</summary>
/// <remarks>ECDSA P-256. One process uses a folder at a time.</remarks>
public sealed class LocalAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int SerialBytes = 16;

    private readonly string _folder;
    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _time;
    private readonly RandomBytes _random;

    private LocalAuthority(string folder, X509Certificate2 certificate, TimeProvider time, RandomBytes random)
    {
        _folder = folder;
        _certificate = certificate;
        _time = time;
        _random = random;
        CertificatePem = certificate.ExportCertificatePem() + "\n";
    }

    /// <summary>What clients must trust.</summary>
    public string CertificatePem { get; }

    /// <summary>The file with it.</summary>
    public string CertificatePath => Path.Combine(_folder, "ca.crt");

    /// <summary>Reads the authority of a folder, or creates it there (<c>ca.crt</c>, <c>ca.key</c>, both 0600).
    /// </summary>
    /// <exception cref="IdentityException">Others may read the key, or it is damaged or expired.</exception>
    public static LocalAuthority Open(string folder, TimeProvider time, RandomBytes random)
    {
        var (certificatePath, keyPath) = (Path.Combine(folder, "ca.crt"), Path.Combine(folder, "ca.key"));
        if (!File.Exists(certificatePath))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var created = CreateAuthority(key, time.GetUtcNow(), random);
            PrivateFile.Write(keyPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
            PrivateFile.Write(certificatePath, Encoding.ASCII.GetBytes(created.ExportCertificatePem() + "\n"));
        }

        var certificate = Load(certificatePath, keyPath) ?? throw new IdentityException(
            $"{certificatePath} and {keyPath} are no pair. Restore them, or remove both for a new authority; clients " +
            "must then be given the new ca.crt.");
        return certificate.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime
            ? new LocalAuthority(folder, certificate, time, random)
            : throw new IdentityException(
                $"{certificatePath} has expired. Remove it and {keyPath} for a new authority, and give clients " +
                "the new ca.crt.");
    }

    /// <summary>A certificate for a server: the one in the folder while it is of this authority, for these names, and
    /// younger than two thirds of its life; else a new one.</summary>
    /// <param name="name">The files' name, for example <c>api</c>.</param>
    /// <param name="hosts">DNS names and IP addresses, at least one.</param>
    /// <exception cref="IdentityException">The files cannot be read or written.</exception>
    public ServerCertificate Issue(string name, IReadOnlyList<string> hosts)
    {
        if (hosts.Count == 0)
        {
            throw new ArgumentException("A server has at least one name or address.", nameof(hosts));
        }

        var certificatePath = Path.Combine(_folder, name + ".crt");
        var keyPath = Path.Combine(_folder, name + ".key");
        var names = Names(hosts);
        using (var existing = Load(certificatePath, keyPath))
        {
            if (existing is not null && IsGood(existing, names))
            {
                return Describe(existing, certificatePath, keyPath);
            }
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = CreateServer(key, name, names);
        PrivateFile.Write(keyPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        PrivateFile.Write(certificatePath, Encoding.ASCII.GetBytes(issued.ExportCertificatePem() + "\n"));
        return Describe(issued, certificatePath, keyPath);
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private static X509Certificate2 CreateAuthority(ECDsa key, DateTimeOffset now, RandomBytes random)
    {
        var request = new CertificateRequest("CN=Selvedge local authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.Create(
            request.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key),
            now - IdentityLimits.ClockSkewMax,
            now + IdentityLimits.AuthorityLifetime,
            Serial(random));
    }

    private X509Certificate2 CreateServer(ECDsa key, string name, X509Extension names)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        var now = _time.GetUtcNow();
        var end = now + IdentityLimits.ServerLifetime;
        var last = new DateTimeOffset(_certificate.NotAfter.ToUniversalTime());
        return request.Create(
            _certificate, now - IdentityLimits.ClockSkewMax, end < last ? end : last, Serial(_random));
    }

    private bool IsGood(X509Certificate2 certificate, X509Extension names)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        var found = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SingleOrDefault();
        return chain.Build(certificate) &&
            found is not null && found.RawData.AsSpan().SequenceEqual(names.RawData) &&
            _time.GetUtcNow() < RenewAt(certificate);
    }

    private static X509Extension Names(IReadOnlyList<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }

    private static X509Certificate2? Load(string certificatePath, string keyPath)
    {
        var key = PrivateFile.Read(keyPath);
        if (key is null || !File.Exists(certificatePath))
        {
            return null;
        }

        try
        {
            // The certificate is no secret: its owner may let others read it.
            return X509Certificate2.CreateFromPem(File.ReadAllText(certificatePath), Encoding.ASCII.GetString(key));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static ServerCertificate Describe(X509Certificate2 certificate, string path, string keyPath) =>
        new(path, keyPath, RenewAt(certificate), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));

    private static DateTimeOffset RenewAt(X509Certificate2 certificate)
    {
        var start = new DateTimeOffset(certificate.NotBefore.ToUniversalTime());
        return start + ((certificate.NotAfter - certificate.NotBefore) * 2 / 3);
    }

    // RFC 5280, section 4.1.2.2: positive and at most 20 bytes.
    private static byte[] Serial(RandomBytes random)
    {
        var serial = new byte[SerialBytes];
        random(serial);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
