using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Selvedge.Edge.Probes;

/// <summary>One look at a site at one address, as a user would have it: TCP, a TLS handshake for the hostname with full
/// validation, and a GET over HTTP/1.1. A connection of its own each time: a reused one proves nothing new.</summary>
internal sealed class SiteProbeRun(ChainValidation validation, TimeProvider time)
{
    /// <summary>A status line is all that is read; a longer first line is no HTTP.</summary>
    private const int StatusLineBytesMax = 256;

    /// <summary>What it calls itself.</summary>
    internal const string UserAgent = "selvedge-probe";

    /// <summary>Never throws, unless <paramref name="cancellation"/> is.</summary>
    public async Task<ProbeResult> RunAsync(
        IPEndPoint address, string hostname, string path, TimeSpan timeout, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), bounded, timeout, Timeout.InfiniteTimeSpan);
        var started = time.GetTimestamp();
        string? refusal = null;
        var shaken = false;
        try
        {
            using var socket =
                new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address, bounded.Token);
            await using var network = new NetworkStream(socket);
            await using var tls = new SslStream(network);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = hostname,
                    EnabledSslProtocols = SslProtocols.None,
                    CertificateChainPolicy = validation.HandshakePolicy(),

                    // A resumed session presents no chain, so it would prove none.
                    AllowTlsResume = false,
                    RemoteCertificateValidationCallback = (_, leaf, chain, errors) =>
                    {
                        refusal = validation.Refusal(leaf, chain, errors);
                        return refusal is null;
                    },
                },
                bounded.Token);
            shaken = true;
            var status = await AskAsync(tls, hostname, path, bounded.Token);
            var reached = status is >= 200 and < 500;
            return new ProbeResult(
                reached,
                true,
                reached ? "" : status == 0 ? "NoHttp" : $"Status{status.ToString(CultureInfo.InvariantCulture)}",
                $"{hostname} at {address}",
                reached ? time.GetElapsedTime(started) : TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed("Timeout");
        }
        catch (SocketException error)
        {
            return Failed(error.SocketErrorCode.ToString());
        }
        catch (AuthenticationException)
        {
            return Failed(refusal ?? "HandshakeFailed");
        }
        catch (IOException)
        {
            return Failed(shaken ? "ConnectionLost" : "HandshakeFailed");
        }

        ProbeResult Failed(string reason) =>
            new(false, shaken, reason, $"{hostname} at {address}", TimeSpan.Zero);
    }

    private static async Task<int> AskAsync(SslStream tls, string hostname, string path, CancellationToken cancellation)
    {
        var request =
            $"GET {path} HTTP/1.1\r\nHost: {hostname}\r\nUser-Agent: {UserAgent}\r\nConnection: close\r\n\r\n";
        await tls.WriteAsync(Encoding.ASCII.GetBytes(request), cancellation);
        var buffer = new byte[StatusLineBytesMax];
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await tls.ReadAsync(buffer.AsMemory(filled), cancellation);
            filled += read;
            if (read == 0 || buffer.AsSpan(0, filled).Contains((byte)'\n'))
            {
                break;
            }
        }

        return StatusOf(buffer.AsSpan(0, filled));
    }

    /// <summary>The status of a status line (RFC 9112, section 4); 0 where it is none.</summary>
    internal static int StatusOf(ReadOnlySpan<byte> line) =>
        line.Length >= 12 && line.StartsWith("HTTP/1."u8) && line[8] == (byte)' '
            && int.TryParse(line.Slice(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
                ? status
                : 0;
}
