using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Control.Api.Reading;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Serviceability;

namespace Selvedge.Commands;

/// <summary>The control plane's API as the commands use it. Every failure is a <see cref="UsageException"/> with the
/// API's own words, so that a person sees one clear line.</summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>An answer is waited for this long; a purge of a far node may take its second.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>The longest watch that the API gives: a person ends it by Ctrl-C.</summary>
    private const string LongWatch = "watch=true&timeoutSeconds=86400";

    private const string TableForm = "application/json;as=Table;v=v1;g=meta.k8s.io, application/json";

    private readonly HttpClient _http;

    private ApiClient(HttpClient http) => _http = http;

    /// <summary>Opens the API that a kubeconfig names.</summary>
    /// <param name="kubeconfig">The file; the current context of it is used.</param>
    public static ApiClient Open(string kubeconfig)
    {
        var entry = KubeconfigFile.Read(kubeconfig);
        SocketsHttpHandler handler;
        try
        {
            handler = Trusting(entry.AuthorityPem);
        }
        catch (CryptographicException error)
        {
            throw new UsageException(
                $"{kubeconfig}: certificate-authority-data is no certificate ({error.Message}) "
                + "Name another kubeconfig with --kubeconfig FILE.");
        }

        var http = new HttpClient(handler, disposeHandler: true) { BaseAddress = entry.Server, Timeout = Timeout };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", entry.Token);
        return new ApiClient(http);
    }

    /// <summary>A handler that trusts one private authority, and nothing else.</summary>
    public static SocketsHttpHandler Trusting(string authorityPem)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(authorityPem);
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(roots);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
    }

    /// <summary>Asks for JSON.</summary>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, null, "application/json", cancellation);

    /// <summary>Sends JSON and gives the answer.</summary>
    public Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, path, body.ToJsonString(), "application/json", cancellation);

    /// <summary>Merges a patch into a document (RFC 7396).</summary>
    public Task<JsonObject> MergeAsync(string path, JsonObject patch, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Patch, path, patch.ToJsonString(), "application/merge-patch+json", cancellation);

    /// <summary>Sends any request.</summary>
    /// <exception cref="UsageException">The API cannot be reached, or refuses; its message says why.</exception>
    public async Task<JsonObject> SendAsync(
        HttpMethod method, string path, string? body, string type, CancellationToken cancellation)
    {
        var answer = await AskAsync(method, path, body, type, cancellation);
        return answer.Good ? answer.Body : throw new UsageException(answer.Message);
    }

    /// <summary>Sends any request and gives the answer, good or not.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">With its query.</param>
    /// <param name="body">Null: none.</param>
    /// <param name="type">Of the body.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="accept">The form wanted; null: the API's own.</param>
    /// <exception cref="UsageException">The API cannot be reached.</exception>
    public async Task<ApiAnswer> AskAsync(
        HttpMethod method, string path, string? body, string type, CancellationToken cancellation,
        string? accept = null)
    {
        using var response = await ReachAsync(method, path, body, type, cancellation, accept);
        return new ApiAnswer((int)response.StatusCode, await BodyAsync(response, method, path, cancellation));
    }

    /// <summary>A document, or null where there is none.</summary>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellation)
    {
        var answer = await AskAsync(HttpMethod.Get, path, null, "application/json", cancellation);
        return answer.Code == (int)HttpStatusCode.NotFound ? null
            : answer.Good ? answer.Body
            : throw new UsageException(answer.Message);
    }

    /// <summary>Every document of a list, over as many pages as it has.</summary>
    public async Task<List<JsonObject>> ListAsync(string path, CancellationToken cancellation)
    {
        List<JsonObject> items = [];
        var next = "";
        do
        {
            var page = await GetAsync(WithQuery(path, next), cancellation);
            items.AddRange(JsonRead.Items(page, "items").Select(entry => entry.Item).OfType<JsonObject>());
            next = JsonRead.Text(page, "metadata", "continue") is { Length: > 0 } token
                ? $"continue={Uri.EscapeDataString(token)}"
                : "";
        }
        while (next.Length > 0);
        return items;
    }

    /// <summary>Documents as the table whose columns kubectl shows too.</summary>
    public async Task<JsonObject> TableAsync(string path, CancellationToken cancellation)
    {
        var answer = await AskAsync(HttpMethod.Get, path, null, "application/json", cancellation, TableForm);
        return answer.Good ? answer.Body : throw new UsageException(answer.Message);
    }

    /// <summary>Follows what changes until cancelled or until the API ends the watch.</summary>
    /// <param name="path">Of the list, with its query.</param>
    /// <param name="table">Whether the events carry rows of a table instead of documents.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Each event: <c>type</c> and <c>object</c>.</returns>
    public async IAsyncEnumerable<JsonObject> WatchAsync(
        string path, bool table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await ReachAsync(
            HttpMethod.Get, WithQuery(path, LongWatch), null, "application/json", cancellation,
            table ? TableForm : null);
        if (!response.IsSuccessStatusCode)
        {
            var body = await BodyAsync(response, HttpMethod.Get, path, cancellation);
            throw new UsageException(new ApiAnswer((int)response.StatusCode, body).Message);
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await ReadLineAsync(reader, cancellation) is { } line)
        {
            if (JsonNode.Parse(line) is JsonObject change)
            {
                yield return change;
            }
        }
    }

    /// <summary>Whether something exists at the path.</summary>
    public async Task<bool> ExistsAsync(string path, CancellationToken cancellation)
    {
        using var response = await ReachAsync(HttpMethod.Get, path, null, "application/json", cancellation);
        return response.StatusCode != HttpStatusCode.NotFound;
    }

    /// <summary>Applies documents as one manager, server-side, taking over conflicting fields.</summary>
    public async Task ApplyAsync(string documents, string manager, CancellationToken cancellation)
    {
        foreach (var document in Documents(documents))
        {
            await SendAsync(
                HttpMethod.Patch,
                $"{PathOf(document)}?fieldManager={manager}&force=true",
                document.Document.ToJsonString(),
                "application/apply-patch+yaml",
                cancellation);
        }
    }

    /// <summary>Creates those documents that do not exist yet, and leaves the others as they are.</summary>
    public async Task CreateMissingAsync(string documents, CancellationToken cancellation)
    {
        foreach (var document in Documents(documents))
        {
            var path = PathOf(document);
            if (!await ExistsAsync(path, cancellation))
            {
                await PostAsync(path[..path.LastIndexOf('/')], document.Document, cancellation);
            }
        }
    }

    /// <summary>The places of a namespace's sites that should serve by plan, law and operator and do not, or are only
    /// held; and whether any place serves.</summary>
    public async Task<(IReadOnlyList<string> Waiting, bool Serving)> WaitingPlacesAsync(
        string space, CancellationToken cancellation)
    {
        var list = await GetAsync($"/apis/selvedge.dev/v1/namespaces/{space}/sites", cancellation);
        List<string> waiting = [];
        var serving = false;
        foreach (var (_, site) in JsonRead.Items(list, "items"))
        {
            var name = JsonRead.Text(site, "metadata", "name");
            var verdicts = JsonRead.Items(site, "status", "verdicts").Select(entry => entry.Item).ToList();
            if (verdicts.Count == 0)
            {
                waiting.Add($"{name} has no verdict yet");
            }

            foreach (var verdict in verdicts)
            {
                var serves = JsonRead.IsTrue(verdict, "serviceable");
                serving |= serves;
                if (!(serves && JsonRead.Text(verdict, "held") is null) && !IsUnwanted(verdict))
                {
                    waiting.Add($"{name} at {JsonRead.Text(verdict, "location")}: {Gates(verdict)}");
                }
            }
        }

        return (waiting, serving);
    }

    /// <summary>The path of a document of a known kind.</summary>
    public static string PathOf(ResourceKind kind, string namespaceName, string name)
    {
        var group = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}";
        var place = kind.Namespaced && namespaceName.Length > 0
            ? $"/namespaces/{Uri.EscapeDataString(namespaceName)}"
            : "";
        return name.Length == 0
            ? $"{group}{place}/{kind.Plural}"
            : $"{group}{place}/{kind.Plural}/{Uri.EscapeDataString(name)}";
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The path of a document of a file.</summary>
    /// <param name="document">Which.</param>
    /// <param name="orElse">The namespace where it names none.</param>
    public static string PathOf(ReadDocument document, string orElse = "default") => PathOf(
        document.Kind, document.Namespace.Length > 0 ? document.Namespace : orElse, document.Name);

    private static ImmutableArray<ReadDocument> Documents(string text)
    {
        var read = DocumentReader.Read(text);
        return read.Problems.IsEmpty ? read.Documents : throw new UsageException(string.Join('\n', read.Problems));
    }

    private static string Gates(JsonNode? verdict) => string.Join(", ", JsonRead.Items(verdict, "shut").Select(
        shut => $"{JsonRead.Text(shut.Item, "gate")} ({JsonRead.Text(shut.Item, "reason")})"));

    private static bool IsUnwanted(JsonNode? verdict) => JsonRead.Items(verdict, "shut").Any(shut =>
        Enum.TryParse<Gate>(JsonRead.Text(shut.Item, "gate"), ignoreCase: true, out var gate)
            && gate is Gate.Placed or Gate.Allowed or Gate.Admitted);

    private static string WithQuery(string path, string more) => more.Length == 0 ? path
        : path.Contains('?', StringComparison.Ordinal) ? $"{path}&{more}" : $"{path}?{more}";

    private async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadLineAsync(cancellation);
        }
        catch (IOException error)
        {
            throw new UsageException($"The control plane at {_http.BaseAddress} went away ({error.Message}).");
        }
    }

    private static async Task<JsonObject> BodyAsync(
        HttpResponseMessage response, HttpMethod method, string path, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return response.IsSuccessStatusCode
                ? []
                : new JsonObject { ["message"] = $"The API answered {(int)response.StatusCode} to {method} {path}." };
        }
    }

    private async Task<HttpResponseMessage> ReachAsync(
        HttpMethod method, string path, string? body, string type, CancellationToken cancellation,
        string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException error) when (error.InnerException is AuthenticationException)
        {
            throw new UsageException(
                $"The control plane at {_http.BaseAddress} shows a certificate that the kubeconfig does not trust: it "
                + "is another network's, or the kubeconfig is of an earlier one. Name the right one with "
                + "--kubeconfig FILE.");
        }
        catch (HttpRequestException error)
        {
            throw new UsageException(
                $"The control plane at {_http.BaseAddress} cannot be reached ({error.Message}). " +
                "Is it running? Start a network with: ./selvedge dev");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new UsageException(
                $"The control plane at {_http.BaseAddress} did not answer within {Timeout.TotalSeconds:0} s. " +
                "See its log, or try again.");
        }
    }
}
