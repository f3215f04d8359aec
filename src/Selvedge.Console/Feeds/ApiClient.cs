using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Console.Feeds;

/// <summary>Makes the HTTP client that reads the API.</summary>
internal static class ApiClient
{
    /// <summary>A client that sends the token, and trusts the given certificates only.</summary>
    public static HttpClient Create(ConsoleOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = Limits.HeartbeatTimeout,
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        if (options.CaCertificatePem.Length > 0)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPem(options.CaCertificatePem);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        var client = new HttpClient(handler)
        {
            BaseAddress = new Uri(options.Api.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("selvedge-console", null));
        if (options.Token.Length > 0)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        }

        return client;
    }
}
