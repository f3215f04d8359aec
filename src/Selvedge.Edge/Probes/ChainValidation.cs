using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Edge.Probes;

/// <summary>Validates a presented chain as a user's client would, against the system's roots and those that the
/// operator declares (the ConfigMap <c>observer-roots</c>).</summary>
internal sealed class ChainValidation : IDisposable
{
    private readonly X509Certificate2Collection _roots = [];

    /// <summary>Takes certificates in PEM form; what is not a certificate is left out.</summary>
    public ChainValidation(ImmutableArray<string> rootsPem)
    {
        foreach (var pem in rootsPem)
        {
            try
            {
                _roots.ImportFromPem(pem);
            }
            catch (CryptographicException)
            {
                // The API refuses such a document; an old one must not stop the observers.
            }
        }
    }

    /// <summary>Null where the chain validates for the name that the handshake asked for; else the reason.</summary>
    public string? Refusal(X509Certificate? leaf, X509Chain? presented, SslPolicyErrors errors)
    {
        if (leaf is not X509Certificate2 certificate)
        {
            return "HandshakeNoCertificate";
        }

        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "HandshakeNameMismatch";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_roots);
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        if (chain.Build(certificate))
        {
            return null;
        }

        return chain.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid)
            ? "HandshakeChainExpired"
            : "HandshakeChainUntrusted";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var root in _roots)
        {
            root.Dispose();
        }
    }
}
