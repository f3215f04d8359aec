using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>Asks a place for a name's certificate, whatever it is worth.</summary>
internal static class TlsAsk
{
    /// <returns>Null where the place refuses the handshake.</returns>
    public static async Task<X509Certificate2?> CertificateAsync(LiveNetwork network, string location, string hostname)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(
            network.AddressOf(location), LiveNetwork.HttpsPort, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(tcp.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = hostname,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
                },
                TestContext.Current.CancellationToken);
            return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            return null;
        }
    }
}
