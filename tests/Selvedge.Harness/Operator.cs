using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Harness;

/// <summary>A live network's administrator at the API: quicker than a command, and sees refusals as they
/// come.</summary>
public sealed class Operator : IDisposable
{
    private const string Group = "/apis/selvedge.dev/v1";

    private readonly HttpClient _http;

    /// <summary>Takes the token of the network's kubeconfig.</summary>
    public Operator(LiveNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var text = File.ReadAllText(network.Kubeconfig);
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(
            Encoding.ASCII.GetString(Convert.FromBase64String(After(text, "certificate-authority-data: "))));
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
        _http = new HttpClient(handler, disposeHandler: true)
        {
            BaseAddress = new Uri(After(text, "server: ").Trim('"')),
            Timeout = TimeSpan.FromSeconds(15),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", After(text, "token: "));
    }

    /// <summary>Where the API is.</summary>
    public Uri Server => _http.BaseAddress!;

    /// <summary>Sends a request and gives the answer, good or not.</summary>
    public async Task<ApiReply> SendAsync(HttpMethod method, string path, string? body = null, string? type = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type ?? "application/json");
        }

        using var response = await _http.SendAsync(request);
        return new ApiReply((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The answer to a GET that must succeed.</summary>
    public async Task<JsonNode> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Good();

    /// <summary>Merges a patch into a document of Selvedge's own group; a namespaced one is in
    /// <c>default</c>.</summary>
    public async Task MergeAsync(string plural, string name, string patch) =>
        (await SendAsync(HttpMethod.Patch, PathOf(plural, name), patch, "application/merge-patch+json")).Good();

    /// <summary>A document of Selvedge's own group.</summary>
    public Task<JsonNode> DocumentAsync(string plural, string name) => GetAsync(PathOf(plural, name));

    /// <summary>Removes a document.</summary>
    public async Task DeleteAsync(string plural, string name) =>
        (await SendAsync(HttpMethod.Delete, PathOf(plural, name))).Good();

    /// <summary>The verdict table in force at the control plane.</summary>
    public async Task<VerdictTable> VerdictsAsync() =>
        CoreJson.Read<VerdictTable>(Encoding.UTF8.GetBytes((await GetAsync("/selvedge/v1/verdicts")).ToJsonString()));

    /// <summary>The verdict on a site of <c>default</c> at a location; null before there is one.</summary>
    public async Task<Verdict?> VerdictAsync(string location, string site = "atlas") =>
        (await VerdictsAsync()).Find(new SiteId("default", site), location);

    /// <summary>Waits until a site of <c>default</c> is serviceable at all of the places, none of them held.</summary>
    public async Task ServiceableAsync(string site = "atlas", params string[] locations)
    {
        var table = VerdictTable.Empty;
        try
        {
            await LiveNetwork.UntilAsync(
                async () =>
                {
                    table = await VerdictsAsync();
                    return (locations.Length == 0 ? LiveNetwork.Locations : locations).All(location =>
                        table.Find(new SiteId("default", site), location) is { Serviceable: true, Held: null });
                },
                TimeSpan.FromSeconds(30),
                $"{site} is serviceable at every place");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} {Encoding.UTF8.GetString(CoreJson.Write(table))}", late);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Where a document of Selvedge's own group is.</summary>
    public static string PathOf(string plural, string name) => plural is "sites" or "certificates"
        ? $"{Group}/namespaces/default/{plural}/{name}"
        : $"{Group}/{plural}/{name}";

    private static string After(string text, string label)
    {
        var start = text.IndexOf(label, StringComparison.Ordinal) + label.Length;
        return text[start..text.IndexOfAny([',', '}', '\n'], start)];
    }
}
