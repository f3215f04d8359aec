using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Edge.Probes;

/// <summary>Validates a presented chain as a user's client would, against the system's roots and those that the
/// operator declares (the ConfigMap <c>observer-roots</c>). Nothing that the chain lacks is fetched.</summary>
internal sealed class ChainValidation : IDisposable
{
    /// <summary>The key purpose of TLS servers (RFC 5280, section 4.2.1.12).</summary>
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

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

    /// <summary>What a handshake validates by: the declared roots where there are any. The system's some hundred cost
    /// more to look through than the handshake itself, and are asked only when those do not help.</summary>
    /// <returns>A policy of its own for each handshake, which adds to it what was presented.</returns>
    public X509ChainPolicy HandshakePolicy()
    {
        var policy = Policy();
        if (_roots.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_roots);
        }

        return policy;
    }

    /// <summary>Null where the chain validates for the name that the handshake asked for; else the reason.</summary>
    /// <param name="leaf">What was presented for the name.</param>
    /// <param name="presented">Built by <see cref="HandshakePolicy"/>.</param>
    /// <param name="errors">What that found.</param>
    public string? Refusal(X509Certificate? leaf, X509Chain? presented, SslPolicyErrors errors)
    {
        if (leaf is not X509Certificate2 certificate || presented is null)
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

        if (_roots.Count > 0 && SystemTrusts(certificate, presented))
        {
            return null;
        }

        return presented.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid)
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

    private static bool SystemTrusts(X509Certificate2 certificate, X509Chain presented)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        return chain.Build(certificate);
    }

    private static X509ChainPolicy Policy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        ApplicationPolicy = { ServerAuthentication },
    };
}
