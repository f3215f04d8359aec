using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Control.Certificates;

/// <summary>Connections to an authority.</summary>
public static class AcmeTransport
{
    /// <summary>A handler that trusts what the issuer says is to be trusted, follows no redirect (RFC 8555 has none
    /// for signed requests) and keeps no cookie.</summary>
    public static HttpMessageHandler Create(AcmeIssuer issuer)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = Limits.ConnectWithin,
            PooledConnectionLifetime = Limits.ConnectionLifetime,
            MaxResponseHeadersLength = Limits.ResponseHeadersKibMax,
        };
        if (issuer.TrustedRootsPem.Length > 0)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // A private authority seldom publishes revocation of its own endpoint's certificate.
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPem(issuer.TrustedRootsPem);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return handler;
    }
}
