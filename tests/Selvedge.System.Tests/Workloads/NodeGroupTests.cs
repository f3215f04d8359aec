using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Workloads;

/// <summary>A place gets a machine more when its pods need one, and gives it back.</summary>
[Collection(CircleDefinition.Name)]
public sealed class NodeGroupTests(CircleFixture circle) : IAsyncLifetime
{
    private const string Hostname = "pool.selvedge.test";
    private const string Space = "/api/v1/namespaces/pool";
    private const string Deployments = "/apis/apps/v1/namespaces/pool/deployments";
    private const string Sites = "/apis/selvedge.dev/v1/namespaces/pool/sites";
    private const string Groups = "/apis/selvedge.dev/v1/nodegroups";
    private const string Nodes = "/apis/selvedge.dev/v1/nodes";
    private const string Group = "fra-pool";

    /// <summary>Issuing a certificate, or starting a process on a machine that is busy.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Unneeded for 15 s, drained, and 40 s until resolvers have forgotten it.</summary>
    private static readonly TimeSpan ReturnLimit = TimeSpan.FromSeconds(180);

    private readonly Operator _operator = new(circle.Network);

    private LiveNetwork Network => circle.Network;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _operator.MergeAsync("nodes", "fra-1", """{"spec": {"drained": false}}""");
        await _operator.SendAsync(HttpMethod.Delete, $"{Sites}/pool");
        await _operator.SendAsync(HttpMethod.Delete, $"{Deployments}/pool");
        await _operator.SendAsync(HttpMethod.Delete, $"{Space}/services/ingress-upstream");
        await _operator.SendAsync(HttpMethod.Delete, $"{Groups}/{Group}");
        await LiveNetwork.UntilAsync(
            async () => (await _operator.SendAsync(HttpMethod.Get, $"{Groups}/{Group}")).Code == 404
                && (await PodsAsync()).Count == 0 && !PodProcess.All(Network).Any(),
            ReturnLimit,
            "all is given back");
        await _operator.SendAsync(HttpMethod.Delete, Space);
        _operator.Dispose();
    }

    [Fact]
    public async Task A_node_is_bought_for_pods_that_find_no_room_serves_and_is_given_back_without_a_failed_request()
    {
        // Three of them fill the node that is there.
        var all = (string)(await _operator.GetAsync($"{Nodes}/fra-1"))["status"]!["allocatable"]!["cpu"]!;
        var millis = all.EndsWith('m')
            ? int.Parse(all[..^1], CultureInfo.InvariantCulture)
            : int.Parse(all, CultureInfo.InvariantCulture) * 1000;
        await ApplyAsync($"{millis * 3 / 10}m", all);
        await RunsAsync(1);
        await LiveNetwork.UntilAsync(
            async () => (await VerdictNodesAsync()).SequenceEqual(["fra-1"]), Limit, "it is served at fra");

        await using var clients = new PlaceClients(Network, Hostname, ["fra"]);
        await ScaleAsync(4);
        await RunsAsync(4);
        var name = Assert.Single(await MembersAsync());
        var node = await _operator.GetAsync($"{Nodes}/{name}");
        Assert.Equal(Group, (string?)node["metadata"]!["labels"]!["selvedge.dev/node-group"]);
        Assert.Contains(await PodsAsync(), pod => NodeOf(pod) == name);
        await LiveNetwork.UntilAsync(
            async () => (await VerdictNodesAsync()).SequenceEqual(["fra-1", name]), Limit, "users are sent to it");
        await ServesAsync((string)node["spec"]!["addresses"]![0]!);
        var id = IdOf(name);
        var got = (await Network.RunAsync("get", "nodegroups")).Output;
        Assert.Matches(@"fra-pool +fra +1/1 +0 +1 +True +<none>", got);
        var why = (await Network.RunAsync("why", "scale", "nodegroup/fra-pool")).Output;
        Assert.Matches($"{name} +Ready", why);
        Assert.Contains("1 of fra-pool for 1 pods without a node at fra", why, StringComparison.Ordinal);

        // What runs now runs on it alone, and has to move before it goes.
        await ScaleAsync(2);
        await RunsAsync(2);
        await _operator.MergeAsync("nodes", "fra-1", """{"spec": {"drained": true}}""");
        await LiveNetwork.UntilAsync(
            async () => (await PodsAsync()).Select(NodeOf).SequenceEqual([name, name]), Limit, "its pods are there");
        await _operator.MergeAsync("nodes", "fra-1", """{"spec": {"drained": false}}""");
        await ScaleAsync(1);

        await LiveNetwork.UntilAsync(
            async () => (await MembersAsync()).Count == 0
                && (await _operator.SendAsync(HttpMethod.Get, $"{Nodes}/{name}")).Code == 404,
            ReturnLimit,
            "it is given back");
        await RunsAsync(1);
        Assert.Equal("fra-1", NodeOf(Assert.Single(await PodsAsync())));
        Assert.False(File.Exists($"/proc/{id}/cmdline") && File.ReadAllText($"/proc/{id}/cmdline").Length > 0);
        Assert.Empty(Directory.GetDirectories(Path.Combine(Network.State, "control", "node-groups", Group)));
        Assert.Equal(404, (await _operator.SendAsync(
            HttpMethod.Get, $"/api/v1/namespaces/selvedge-system/secrets/node-{name}")).Code);
        await clients.NoneFailedAsync();
        await DecisionsAsync(name);
    }

    private async Task ApplyAsync(string request, string cpu)
    {
        var file = Path.Combine(Network.State, "pool.yaml");
        await File.WriteAllTextAsync(file, $$$$"""
            apiVersion: v1
            kind: Namespace
            metadata: {name: pool}
            ---
            apiVersion: selvedge.dev/v1
            kind: NodeGroup
            metadata: {name: {{{{Group}}}}}
            spec:
              location: fra
              command: local
              node: {cpu: "{{{{cpu}}}}", memory: 512Mi, httpPort: 8080, httpsPort: 8443}
              pricePerHour: 0.05
              max: 1
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: pool, namespace: pool}
            spec:
              replicas: 1
              selector: {matchLabels: {app: pool}}
              template:
                metadata: {labels: {app: pool}}
                spec:
                  containers:
                    - name: pool
                      image: edge-clock:1
                      ports: [{name: http, containerPort: 8080}]
                      env:
                        - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                        - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                      readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}
                      resources: {requests: {cpu: {{{{request}}}}, memory: 16Mi}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: ingress-upstream, namespace: pool}
            spec:
              selector: {app: pool}
              ports: [{port: 80, targetPort: http}]
            ---
            apiVersion: selvedge.dev/v1
            kind: Site
            metadata: {name: pool, namespace: pool}
            spec:
              hostnames: [{{{{Hostname}}}}]
              backend: {probe: {path: /healthz}}
              placement: {policy: static, locations: [fra]}
            """, TestContext.Current.CancellationToken);
        var applied = await Network.RunAsync("apply", "-f", file);
        Assert.True(applied.ExitCode == 0, applied.Error);
    }

    private async Task ScaleAsync(int replicas) => (await _operator.SendAsync(
        HttpMethod.Patch, $"{Deployments}/pool",
        new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }.ToJsonString(),
        "application/merge-patch+json")).Good();

    private Task<TimeSpan> RunsAsync(int pods) => LiveNetwork.UntilAsync(
        async () =>
        {
            var all = await PodsAsync();
            return all.Count == pods && all.All(ClockFixture.IsReady);
        },
        Limit,
        $"{pods} pods are ready");

    private async Task<IReadOnlyList<JsonNode>> PodsAsync() =>
        [.. (await _operator.GetAsync($"{Space}/pods"))["items"]!.AsArray().OfType<JsonNode>()];

    private async Task<IReadOnlyList<string>> MembersAsync() =>
        [.. ((await _operator.GetAsync($"{Groups}/{Group}"))["status"]?["nodes"]?.AsArray() ?? [])
            .Select(member => (string)member!["name"]!)];

    private async Task<IReadOnlyList<string>> VerdictNodesAsync() =>
        (await _operator.VerdictsAsync()).Find(new("pool", "pool"), "fra") is { Serviceable: true } verdict
            ? [.. verdict.Nodes.Order(StringComparer.Ordinal)]
            : [];

    // The whole of its edge, as users reach it.
    private async Task ServesAsync(string address)
    {
        using var client = new HttpClient(Network.Handler((_, cancellation) =>
            LiveNetwork.ConnectAsync(IPAddress.Parse(address), cancellation)), disposeHandler: true);
        using var response = await client.GetAsync(
            new Uri($"https://{Hostname}:{LiveNetwork.HttpsPort}/api/where"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private int IdOf(string node) => int.Parse(
        File.ReadLines(Path.Combine(Network.State, "control", "node-groups", Group, node, "pid")).First(),
        CultureInfo.InvariantCulture);

    private async Task DecisionsAsync(string name)
    {
        var decisions = (await _operator.GetAsync($"{Groups}/{Group}"))["status"]!["decisions"]!.AsArray()
            .OfType<JsonNode>().Where(decision => decision["nodes"]!.AsArray().Any(node => (string)node! == name))
            .Select(decision => (string)decision["action"]!).ToList();
        Assert.Equal(["Remove", "Add"], decisions);
    }

    private static string NodeOf(JsonNode pod) => (string)pod["spec"]!["nodeName"]!;
}
