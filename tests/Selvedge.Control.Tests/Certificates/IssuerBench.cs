using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Control.Certificates;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>A real store with Sites in it, and issuers that are started and stopped over it.</summary>
internal sealed class IssuerBench : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-issuer-").FullName;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _followers = [];

    private IssuerBench(FakeNodes nodes) => Nodes = nodes;

    public SqliteResourceStore Store { get; private set; } = null!;

    public DocumentStore Documents { get; private set; } = null!;

    public FakeNodes Nodes { get; }

    /// <summary>Granted requests by path.</summary>
    public ConcurrentDictionary<string, int> Granted { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that carry an error of the authority, in its words.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public int Orders => Granted.GetValueOrDefault("order-plz");

    public int Finalized => Granted.GetValueOrDefault("finalize-order");

    public static async Task<IssuerBench> CreateAsync(FakeNodes nodes)
    {
        var bench = new IssuerBench(nodes);
        bench.Store = await SqliteResourceStore.OpenAsync(Path.Combine(bench._folder, "store.db"), TimeProvider.System);
        bench.Documents = new DocumentStore(bench.Store);
        return bench;
    }

    /// <summary>Has the nodes answer for this store, seen by that authority.</summary>
    public void Follow(Pebble pebble) => _followers.Add(Nodes.FollowAsync(Store, pebble, _end.Token));

    public CertificateIssuer Issuer(
        AcmeIssuer issuer,
        TimeProvider? time = null,
        KillSwitch? kill = null,
        TimeSpan? liveWithin = null,
        Func<HttpRequestMessage, HttpResponseMessage?>? front = null,
        int concurrencyMax = 8)
    {
        var ids = 0;
        return new CertificateIssuer(
            new CertificateIssuerOptions
            {
                Issuers = [issuer],
                ConcurrencyMax = concurrencyMax,
                ChallengesLiveWithin = liveWithin ?? TimeSpan.FromSeconds(30),
                Transport = one => new WatchedHandler(
                    AcmeTransport.Create(one), Granted, Complaints, kill, front),
            },
            kill is null ? Documents : new DocumentStore(new KillableStore(Store, kill)),
            Nodes.AreLive,
            time ?? TimeProvider.System,
            new Random(7),
            () => $"00000000-0000-4000-8000-{Interlocked.Increment(ref ids):x12}",
            NullLogger<CertificateIssuer>.Instance);
    }

    /// <summary>Runs an issuer until the body is done.</summary>
    public static async Task WhileRunningAsync(CertificateIssuer issuer, Func<Task> body)
    {
        using var stop = new CancellationTokenSource();
        var run = issuer.RunAsync(stop.Token);
        var first = await Task.WhenAny(run, body());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        issuer.Dispose();
        await first;
    }

    public Task PutSiteAsync(string name, string[] hostnames, string issuer = "default") => PutAsync(
        new ResourceKey(ResourceNames.Sites, "default", name),
        new JsonObject
        {
            ["apiVersion"] = "selvedge.dev/v1",
            ["kind"] = "Site",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = "default",
                ["uid"] = $"uid-of-{name}",
            },
            ["spec"] = new JsonObject
            {
                ["hostnames"] = new JsonArray([.. hostnames.Select(hostname => JsonValue.Create(hostname))]),
                ["tls"] = new JsonObject { ["issuer"] = issuer },
            },
        });

    public Task PutZoneAsync(string apex) => PutAsync(
        new ResourceKey(ResourceNames.Zones, "", apex),
        new JsonObject
        {
            ["apiVersion"] = "selvedge.dev/v1",
            ["kind"] = "Zone",
            ["metadata"] = new JsonObject { ["name"] = apex },
            ["spec"] = new JsonObject { ["nameServers"] = new JsonArray("ns1.selvedge.test") },
        });

    public Task PutSecretAsync(string name, string type, params (string Name, string Text)[] data)
    {
        var values = new JsonObject();
        foreach (var (key, text) in data)
        {
            values[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        }

        return PutAsync(SecretKey(name), new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
            ["type"] = type,
            ["data"] = values,
        });
    }

    public async Task<string> SecretTextAsync(string name, string key, string namespaceName = "default") =>
        CertificateSecrets.Text(
            await Documents.GetAsync<Secret>(
                SecretKey(name) with { Namespace = namespaceName }, CancellationToken.None),
            key);

    public Task<Secret?> SecretAsync(string name) =>
        Documents.GetAsync<Secret>(SecretKey(name), CancellationToken.None);

    public Task<Certificate?> CertificateAsync(string name) => Documents.GetAsync<Certificate>(
        new ResourceKey(ResourceNames.Certificates, "default", name), CancellationToken.None);

    public async Task DeleteSiteAsync(string name) => await Store.DeleteAsync(
        new ResourceKey(ResourceNames.Sites, "default", name), 0, CancellationToken.None);

    /// <summary>Waits on the store for a state of a Certificate.</summary>
    public async Task<Certificate> UntilAsync(string name, Func<Certificate, bool> isSo)
    {
        using var deadline = new CancellationTokenSource(Within);
        try
        {
            await foreach (var change in Store.WatchAsync(
                ResourceNames.Certificates, null, 0, deadline.Token))
            {
                var certificate = await CertificateAsync(name);
                if (certificate is not null && isSo(certificate))
                {
                    return certificate;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what there is.
        }

        var last = await CertificateAsync(name);
        Assert.Fail($"Not within {Within}: {(last is null ? "none" : Encoding.UTF8.GetString(CoreJson.Write(last)))}");
        return last;
    }

    public Task<Certificate> UntilReadyAsync(string name, params string[] hostnames) => UntilAsync(
        name,
        certificate => IsReady(certificate) && certificate.Status.OrderUrl.Length == 0
            && (hostnames.Length == 0 || certificate.Status.IssuedHostnames.ToHashSet().SetEquals(hostnames)));

    public static bool IsReady(Certificate certificate) =>
        Condition(certificate, "Ready") is { Status: "True" };

    public static Condition? Condition(Certificate certificate, string type) =>
        certificate.Status.Conditions.FirstOrDefault(condition => condition.Type == type);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_followers);
        await Store.DisposeAsync();
        _end.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ResourceKey SecretKey(string name) => new(ResourceNames.Secrets, "default", name);

    private async Task PutAsync(ResourceKey key, JsonObject document)
    {
        var old = await Store.GetAsync(key, CancellationToken.None);
        var result = await Store.PutAsync(
            key, DocumentJson.ToElement(document), old?.Revision ?? 0, CancellationToken.None);
        Assert.Equal(WriteOutcome.Written, result.Outcome);
    }
}
