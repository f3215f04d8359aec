using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Http;

/// <summary>A site's certificate, ready for handshakes: the chain is built once, not once a connection.</summary>
internal sealed class TlsIdentity
{
    private static readonly List<SslApplicationProtocol> Protocols =
        [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly SslStreamCertificateContext _context;
    private readonly CertificateSection _section;

    private TlsIdentity(CertificateSection section, X509Certificate2 leaf, X509Certificate2Collection others)
    {
        _section = section;
        NotAfter = new DateTimeOffset(leaf.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        _context = SslStreamCertificateContext.Create(leaf, others, offline: true);
    }

    /// <summary>The names it is presented for.</summary>
    public ImmutableArray<string> Hostnames => _section.Hostnames;

    /// <summary>When it ends to be valid.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Reads a section.</summary>
    /// <param name="section">Chain and key as PEM.</param>
    /// <param name="identity">The identity where true is returned.</param>
    /// <param name="reason">What is wrong, in one sentence without secrets; else empty.</param>
    public static bool TryCreate(CertificateSection section, out TlsIdentity? identity, out string reason)
    {
        identity = null;
        reason = "";
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(section.ChainPem);
            if (chain.Count == 0)
            {
                reason = "The chain holds no certificate.";
                return false;
            }

            var missing = section.Hostnames.FirstOrDefault(
                name => !chain[0].MatchesHostname(name, allowWildcards: true, allowCommonName: false));
            if (missing is not null)
            {
                reason = $"The certificate does not cover {missing}.";
                return false;
            }

            var leaf = X509Certificate2.CreateFromPem(chain[0].ExportCertificatePem(), section.KeyPem);
            chain.RemoveAt(0);
            identity = new TlsIdentity(section, leaf, chain);
            return true;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            reason = "Chain or key is not readable, or the key is another certificate's.";
            return false;
        }
    }

    /// <summary>Whether the section says the same, so that the identity can be kept.</summary>
    public bool Is(CertificateSection section) =>
        string.Equals(_section.ChainPem, section.ChainPem, StringComparison.Ordinal)
        && string.Equals(_section.KeyPem, section.KeyPem, StringComparison.Ordinal)
        && _section.Hostnames.SequenceEqual(section.Hostnames, StringComparer.Ordinal);

    /// <summary>The settings of a handshake.</summary>
    /// <param name="minimumVersion"><c>1.2</c> or <c>1.3</c>.</param>
    public SslServerAuthenticationOptions Options(string minimumVersion) => new()
    {
        ServerCertificateContext = _context,
        ApplicationProtocols = Protocols,
        ClientCertificateRequired = false,
        AllowRenegotiation = false,
        EnabledSslProtocols = minimumVersion == "1.3"
            ? SslProtocols.Tls13
            : SslProtocols.Tls12 | SslProtocols.Tls13,
    };
}
