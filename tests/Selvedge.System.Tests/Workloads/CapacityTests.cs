using System.Text.Json.Nodes;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Workloads;

/// <summary>Nodes say what they have; what does not fit is told, and hurts nobody.</summary>
[Collection(CircleDefinition.Name)]
public sealed class CapacityTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Deployments = "/apis/apps/v1/namespaces/clock/deployments";

    private const string Quotas = "/api/v1/namespaces/clock/resourcequotas";

    private const string Greedy = """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "greedy", "namespace": "clock"},
         "spec": {"selector": {"matchLabels": {"app": "greedy"}},
          "template": {"metadata": {"labels": {"app": "greedy"}},
           "spec": {"containers": [{"name": "clock", "image": "edge-clock:1",
            "resources": {"requests": {"cpu": "4k", "memory": "64Mi"}}}]}}}}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Asking_for_too_much_is_told_with_the_cause_and_the_fix_and_the_others_run_on()
    {
        await clock.RunsAsync("1");
        var node = (await clock.Operator.GetAsync("/apis/selvedge.dev/v1/nodes/fra-1"))["status"]!;
        Assert.NotNull((string?)node["capacity"]?["memory"]);
        Assert.EndsWith("m", (string?)node["allocatable"]?["cpu"], StringComparison.Ordinal);

        (await clock.Operator.SendAsync(HttpMethod.Post, Deployments, Greedy)).Good();
        try
        {
            var message = "";
            await LiveNetwork.UntilAsync(
                async () => (message = await MessageAsync()).Length > 0, Limit, "the Deployment says what is wrong");
            Assert.StartsWith("No node of fra has 4000 cpu free: fra-1 has ", message, StringComparison.Ordinal);
            Assert.EndsWith("; ask for less, or add a node.", message, StringComparison.Ordinal);
            await LiveNetwork.UntilAsync(
                async () => (await clock.Network.RunAsync("events", "-n", "clock")).Output.Contains(
                    "FailedScheduling", StringComparison.Ordinal),
                Limit,
                "an event tells it");

            await clock.PatchAsync("""{"spec": {"replicas": 3}}""");
            await LiveNetwork.UntilAsync(
                async () => (await clock.PodsAsync()).Count(ClockFixture.IsReady) == 9, Limit, "the clock goes on");
            await clock.PatchAsync("""{"spec": {"replicas": 2}}""");
            await clock.RunsAsync("1");
        }
        finally
        {
            await clock.Operator.SendAsync(HttpMethod.Delete, $"{Deployments}/greedy");
        }
    }

    [Fact]
    public async Task A_quota_that_is_exceeded_is_told_with_the_cause_and_the_fix_and_nothing_is_lost()
    {
        await clock.RunsAsync("1");
        await using var clients = new PlaceClients(clock.Network);
        (await clock.Operator.SendAsync(HttpMethod.Post, Quotas, """
            {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "small", "namespace": "clock"},
             "spec": {"hard": {"pods": 7}}}
            """)).Good();
        try
        {
            await clock.PatchAsync("""{"spec": {"replicas": 3}}""");
            var message = "";
            await LiveNetwork.UntilAsync(
                async () => (message = await FailureAsync()).Length > 0, Limit, "the Deployment says what is wrong");
            Assert.Equal(
                "Quota small is exceeded: a pod takes pods=1, 7 of 7 are taken. Raise spec.hard of the quota, or scale "
                + "something down.",
                message);
            await LiveNetwork.UntilAsync(
                async () => (string?)(await clock.Operator.GetAsync($"{Quotas}/small"))["status"]?["used"]?["pods"]
                    == "7" && (await clock.PodsAsync()).Count(ClockFixture.IsReady) == 7,
                Limit,
                "what is allowed runs");

            (await clock.Operator.SendAsync(
                HttpMethod.Patch, $"{Quotas}/small", """{"spec": {"hard": {"pods": 9}}}""",
                "application/merge-patch+json")).Good();
            await LiveNetwork.UntilAsync(
                async () => (await clock.PodsAsync()).Count(ClockFixture.IsReady) == 9
                    && await FailureAsync() == "",
                Limit,
                "all of it runs");
            await clients.NoneFailedAsync();
        }
        finally
        {
            await clock.Operator.SendAsync(HttpMethod.Delete, $"{Quotas}/small");
            await clock.PatchAsync("""{"spec": {"replicas": 2}}""");
        }

        await clock.RunsAsync("1");
    }

    private async Task<string> FailureAsync() =>
        ((await clock.DeploymentAsync())["status"]?["conditions"]?.AsArray() ?? []).OfType<JsonNode>()
            .Where(condition => (string?)condition["type"] == "ReplicaFailure")
            .Select(condition => (string?)condition["message"] ?? "").FirstOrDefault() ?? "";

    private async Task<string> MessageAsync()
    {
        var status = (await clock.Operator.GetAsync($"{Deployments}/greedy"))["status"];
        return (status?["places"]?.AsArray() ?? []).OfType<JsonNode>()
            .Where(place => (string?)place["location"] == "fra" && (int?)place["unplaced"] == 1)
            .Select(place => (string?)place["message"] ?? "").FirstOrDefault() ?? "";
    }
}
