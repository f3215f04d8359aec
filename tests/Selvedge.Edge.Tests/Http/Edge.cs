using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Http;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Tests.Http;

/// <summary>A whole HTTP edge on loopback with one site, <c>shop.test</c>, whose clock can be moved.</summary>
internal sealed class Edge : IAsyncDisposable
{
    public static readonly SiteId Shop = new("default", "shop");

    private readonly MemoryStream _log = new();
    private int _ids;

    private Edge(HttpServerOptions options)
    {
        Clock = new MovableTime();
        Server = new HttpServer(
            options with
            {
                Http = [new IPEndPoint(IPAddress.Loopback, 0)],
                Https = [new IPEndPoint(IPAddress.Loopback, 0)],
                AccessLog = _log,
                MayServeFromCache = () => Proven,
            },
            new NodeState("fra-1", "fra"),
            Clock,
            () => $"id-{Interlocked.Increment(ref _ids)}",
            NullLoggerFactory.Instance);
    }

    /// <summary>Trusts the test's root alone.</summary>
    public static X509ChainPolicy Trust => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { TestCertificate.Root },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    public HttpServer Server { get; }

    public MovableTime Clock { get; }

    public Snapshot Snapshot { get; private set; } = Snapshot.Empty("fra");

    public bool Proven { get; set; } = true;

    public int HttpPort => Server.HttpEndPoints[0].Port;

    public int HttpsPort => Server.HttpsEndPoints[0].Port;

    /// <summary>A client of plain HTTP/1.1 that follows nothing.</summary>
    public HttpClient Client { get; } = MakeClient();

    public static async Task<Edge> StartAsync(
        Origin origin, Func<SiteSection, SiteSection>? change = null, HttpServerOptions? options = null)
    {
        var edge = new Edge(options ?? new HttpServerOptions());
        await edge.Server.StartAsync(CancellationToken.None);
        var site = Site(Shop, origin.Url, "shop.test", "www.shop.test");
        edge.Swap(Of([change?.Invoke(site) ?? site], [TestCertificate.Section(Shop, "shop.test", "www.shop.test")]));
        return edge;
    }

    public static SiteSection Site(SiteId id, string backend, params string[] hostnames) => new(
        id, [.. hostnames], new SiteBackend { Url = backend, Timeout = TimeSpan.FromSeconds(10) },
        new SiteTls { Redirect = false }, new SiteCache());

    public static Snapshot Of(IEnumerable<SiteSection> sites, IEnumerable<CertificateSection> certificates) =>
        Snapshot.Empty("fra") with
        {
            Epoch = 1,
            Sites = sites.ToImmutableSortedDictionary(site => site.Site, site => site),
            Certificates = certificates.ToImmutableSortedDictionary(section => section.Site, section => section),
        };

    public void Swap(Snapshot next)
    {
        Snapshot = next;
        Server.Swap(next);
    }

    public void Change(Func<SiteSection, SiteSection> change) =>
        Swap(Snapshot with { Sites = Snapshot.Sites.SetItem(Shop, change(Snapshot.Sites[Shop])) });

    public Task<HttpResponseMessage> GetAsync(string target, params string[] fields) =>
        SendAsync(HttpMethod.Get, target, fields);

    public async Task<string> TextAsync(string target, params string[] fields)
    {
        using var response = await GetAsync(target, fields);
        return await response.Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, params string[] fields) =>
        SendAsync(new HttpRequestMessage(method, $"http://127.0.0.1:{HttpPort}{target}"), fields);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, params string[] fields)
    {
        request.Headers.Host ??= "shop.test";
        foreach (var field in fields)
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(field[..colon], field[(colon + 1)..].Trim());
        }

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>A client over TLS to the edge, whatever the host in the URL, that trusts the test's root.</summary>
    public HttpClient Secure(Version version) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, HttpsPort, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new() { CertificateChainPolicy = Trust },
    })
    {
        DefaultRequestVersion = version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Says the bytes over a raw socket and reads until the edge closes.</summary>
    public async Task<string> SayAsync(string raw, bool hangUp = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, HttpPort);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(raw));
        if (hangUp)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, deadline.Token);
        }
        catch (IOException)
        {
            // Reset by the edge: what was said before counts.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>The access log so far, once it has as many lines.</summary>
    public async Task<List<JsonElement>> LogAsync(int lines)
    {
        string text = "";
        await Eventually.Async(() =>
        {
            text = Encoding.UTF8.GetString(_log.ToArray());
            return text.Count(c => c == '\n') >= lines;
        });
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
            line => JsonDocument.Parse(line).RootElement)];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private static HttpClient MakeClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };
}
