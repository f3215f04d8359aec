using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Commands.Drills;

/// <summary>A client as browsers are: it resolves, connects to the first address, validates the certificate, fetches,
/// and where that fails tries the second address, once. Every request is a new client: nothing is kept.</summary>
internal sealed class RetryingClient : IDisposable
{
    /// <summary>A browser's user has gone by then.</summary>
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(5);

    private static readonly HttpRequestOptionsKey<IPEndPoint> Address = new("address");

    private readonly DnsClient _dns;
    private readonly HttpClient _http;
    private readonly ImmutableArray<IPEndPoint> _servers;
    private readonly Dictionary<IPAddress, int> _ports = [];
    private int _turn;

    /// <summary>Knows the network; asks nothing yet.</summary>
    public RetryingClient(DrillScene scene, DnsClient dns)
    {
        _dns = dns;
        _servers = [.. scene.Victims.Concat(scene.Others).SelectMany(node => node.Dns)];
        foreach (var node in scene.Victims.Concat(scene.Others))
        {
            foreach (var address in node.Addresses)
            {
                _ports[address] = node.HttpsPort;
            }
        }

        _http = new HttpClient(Handler(scene.Roots), disposeHandler: true) { Timeout = RequestLimit };
    }

    /// <summary>Makes one request.</summary>
    /// <param name="site">Of which site.</param>
    /// <param name="network">The client's network; null: this machine's own.</param>
    /// <param name="cancellation">Ends the drill.</param>
    /// <returns>Whether the second address was needed; and why it failed, or null.</returns>
    public async Task<(bool Retried, string? Failure)> RequestAsync(
        DrillSite site, IPNetwork? network, CancellationToken cancellation)
    {
        var addresses = await ResolveAsync(site, network, cancellation);
        if (addresses.IsEmpty)
        {
            return (false, $"{site.Hostname} for {Shown(network)}: no DNS server gave an address");
        }

        List<string> problems = [];
        foreach (var address in addresses.Take(2))
        {
            if (await FetchAsync(site, address, cancellation) is not { } problem)
            {
                return (problems.Count > 0, null);
            }

            problems.Add($"{address}: {problem}");
        }

        return (true, $"{site.Hostname} for {Shown(network)}: {string.Join("; ", problems)}");
    }

    /// <summary>A client's network, for people.</summary>
    public static string Shown(IPNetwork? network) => network?.ToString() ?? "this machine";

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Resolvers take the servers in turn, and the next one where one says nothing.
    private async Task<ImmutableArray<IPAddress>> ResolveAsync(
        DrillSite site, IPNetwork? network, CancellationToken cancellation)
    {
        var first = unchecked((uint)Interlocked.Increment(ref _turn));
        for (var step = 0u; step < _servers.Length; step++)
        {
            var server = _servers[(int)((first + step) % (uint)_servers.Length)];
            if (await _dns.AddressesAsync(server, site.Hostname, network, cancellation) is { } addresses)
            {
                return addresses;
            }
        }

        return [];
    }

    private async Task<string?> FetchAsync(DrillSite site, IPAddress address, CancellationToken cancellation)
    {
        var port = _ports.GetValueOrDefault(address, 443);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{site.Hostname}:{port}/");
        request.Options.Set(Address, new IPEndPoint(address, port));
        request.Headers.ConnectionClose = true;
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            return (int)response.StatusCode < 500 ? null : $"answered {(int)response.StatusCode}";
        }
        catch (HttpRequestException error)
        {
            return error.InnerException is SocketException socket ? socket.SocketErrorCode.ToString() : error.Message;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "no answer in time";
        }
    }

    private static SocketsHttpHandler Handler(ImmutableArray<string> roots)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = ConnectAsync,
        };
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        foreach (var pem in roots)
        {
            try
            {
                policy.CustomTrustStore.ImportFromPem(pem);
            }
            catch (CryptographicException)
            {
                // What is no certificate helps no client.
            }
        }

        if (policy.CustomTrustStore.Count > 0)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        context.InitialRequestMessage.Options.TryGetValue(Address, out var address);
        var socket = new Socket(address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
