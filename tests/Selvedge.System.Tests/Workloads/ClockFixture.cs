using System.Text.Json.Nodes;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Workloads;

/// <summary>The example application of <c>examples/clock.yaml</c>, running at every location of the shared
/// network.</summary>
public sealed class ClockFixture(CircleFixture circle) : IAsyncLifetime
{
    public const string Hostname = "clock.selvedge.test";
    public const string Deployments = "/apis/apps/v1/namespaces/clock/deployments/clock";
    public const string Pods = "/api/v1/namespaces/clock/pods";

    private const string Sites = "/apis/selvedge.dev/v1/namespaces/clock/sites/clock";

    /// <summary>Issuing a certificate takes most of it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public LiveNetwork Network { get; } = circle.Network;

    public Operator Operator { get; } = new(circle.Network);

    public async ValueTask InitializeAsync()
    {
        WriteImage("mute", "NEVER_READY");
        var applied = await Network.RunAsync(
            "apply", "-f", Path.Combine(Programs.RepositoryRoot, "examples", "clock.yaml"));
        Assert.True(applied.ExitCode == 0, applied.Error);
        await ServiceableAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Operator.SendAsync(HttpMethod.Delete, Sites);
        await Operator.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/clock/services/ingress-upstream");
        await Operator.SendAsync(HttpMethod.Delete, Deployments);
        await LiveNetwork.UntilAsync(
            async () => (await PodsAsync()).Count == 0 && !PodProcess.All(Network).Any(), Limit, "all pods are gone");
        Operator.Dispose();
    }

    public async Task<IReadOnlyList<JsonNode>> PodsAsync() =>
        [.. (await Operator.GetAsync(Pods))["items"]!.AsArray().OfType<JsonNode>()];

    public async Task<JsonNode> DeploymentAsync() => await Operator.GetAsync(Deployments);

    /// <summary>Changes the Deployment by a merge patch.</summary>
    public async Task PatchAsync(string patch) => (await Operator.SendAsync(
        HttpMethod.Patch, Deployments, patch, "application/strategic-merge-patch+json")).Good();

    public Task SetImageAsync(string tag) => PatchAsync(
        """{"spec": {"template": {"spec": {"containers": [{"name": "clock", "image": "edge-clock:TAG"}]}}}}"""
            .Replace("TAG", tag, StringComparison.Ordinal));

    /// <summary>Waits until everything runs one image at every place, and nothing else.</summary>
    public Task RunsAsync(string tag) => LiveNetwork.UntilAsync(
        async () =>
        {
            var status = (await DeploymentAsync())["status"];
            var pods = await PodsAsync();
            return (string?)status?["completePlaces"] == "3/3" && pods.Count == 6
                && pods.All(pod => ImageOf(pod) == $"edge-clock:{tag}" && IsReady(pod));
        },
        Limit,
        $"all six pods run edge-clock:{tag}");

    /// <summary>Waits until users are sent to every place.</summary>
    public Task ServiceableAsync() => LiveNetwork.UntilAsync(
        async () =>
        {
            var table = await Operator.VerdictsAsync();
            return LiveNetwork.Locations.All(location => table.Find(new("clock", "clock"), location)
                is { Serviceable: true, Held: null });
        },
        Limit,
        "the clock is served everywhere");

    public static string ImageOf(JsonNode pod) => (string)pod["spec"]!["containers"]![0]!["image"]!;

    public static string NameOf(JsonNode pod) => (string)pod["metadata"]!["name"]!;

    public static string LocationOf(JsonNode pod) => (string)pod["metadata"]!["labels"]!["selvedge.dev/location"]!;

    public static bool IsReady(JsonNode pod) => (bool?)pod["status"]?["ready"] == true;

    private void WriteImage(string tag, string fault)
    {
        var folder = Path.Combine(Network.State, "images", "edge-clock", tag);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "image.json"), new JsonObject
        {
            ["command"] = new JsonArray(LiveNetwork.Binary, "example-app"),
            ["env"] = new JsonObject { ["APP_VERSION"] = tag, [fault] = "1" },
        }.ToJsonString());
    }
}
