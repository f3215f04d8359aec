using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Api;

/// <summary>A running API server over TLS on loopback with a real store, and clients for it.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-api-").FullName;
    private readonly LineLog _logs = new();
    private X509Certificate2? _certificate;
    private SqliteResourceStore? _store;
    private ApiServer? _server;

    public IResourceStore Store => _store!;

    public string Folder => _folder;

    public Uri Address => new($"https://127.0.0.1:{_server!.Endpoint.Port}");

    public string Kubeconfig(string token = "admin") => Path.Combine(_folder, $"kubeconfig-{token}");

    public IReadOnlyCollection<string> LogLines => _logs.Lines;

    public async ValueTask InitializeAsync()
    {
        _certificate = Certificate();
        _store = await SqliteResourceStore.OpenAsync(
            Path.Combine(_folder, "store.db"), TimeProvider.System);
        _server = new ApiServer(
            new ApiOptions
            {
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                Certificate = _certificate,
                PodLogs = LogsAsync,
                Metrics = static context => context.Response.WriteAsync("selvedge_test 1\n"),
            },
            _store,
            token => token switch
            {
                "admin" => new Caller("ada", [Selvedge.Control.Api.Access.Authorizer.Admins]),
                "viewer" => new Caller("vera", [Selvedge.Control.Api.Access.Authorizer.Viewers]),
                "nobody" => new Caller("nemo", [Selvedge.Control.Api.Access.Authorizer.Nobody]),
                _ => null,
            },
            TimeProvider.System,
            () => Guid.NewGuid().ToString(),
            _logs,
            more => more.MapMethods("/selvedge/v1/echo", ["GET", "POST"],
                context => context.Response.WriteAsync(HttpCaller.Of(context).User)));
        await _server.StartAsync(default);
        var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(_certificate.ExportCertificatePem()));
        foreach (var token in (string[])["admin", "viewer", "nobody"])
        {
            await File.WriteAllTextAsync(Kubeconfig(token), $$$"""
                apiVersion: v1
                kind: Config
                current-context: test
                clusters:
                - {name: test, cluster: {server: "{{{Address}}}", certificate-authority-data: {{{authority}}} } }
                users: [{name: test, user: {token: {{{token}}} } }]
                contexts: [{name: test, context: {cluster: test, user: test}}]
                """);
        }
    }

    // What a node would answer: the request, told back, in two pieces.
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LogsAsync(
        PodLogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (request.Node == "gone")
        {
            throw new PodLogException("gone does not answer");
        }

        yield return Encoding.UTF8.GetBytes($"{request.Container} on {request.Node}\n");
        await Task.Yield();
        yield return Encoding.UTF8.GetBytes(
            $"tail {request.TailLines} follow {request.Follow} previous {request.Previous}\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.StopAsync(default);
        await _server.DisposeAsync();
        await _store!.DisposeAsync();
        _certificate!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public HttpClient Client(string? token = "admin")
    {
        var thumbprint = _certificate!.Thumbprint;
        var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == thumbprint,
            },
        })
        {
            BaseAddress = Address,
        };
        client.DefaultRequestHeaders.Authorization = token is null ? null
            : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Sends one request; the answer's code and JSON.</summary>
    public async Task<(int Code, JsonNode Body, HttpResponseMessage Response)> SendAsync(
        string method, string path, string? body = null, string type = "application/json", string? token = "admin")
    {
        using var client = Client(token);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)! : JsonValue.Create(text),
            response);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=selvedge test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
