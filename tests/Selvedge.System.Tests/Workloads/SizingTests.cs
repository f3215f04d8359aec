using System.Text.Json.Nodes;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Workloads;

/// <summary>What pods request follows what they use.</summary>
[Collection(CircleDefinition.Name)]
public sealed class SizingTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Autoscaler = "/apis/autoscaling.k8s.io/v1/namespaces/clock/verticalpodautoscalers/clock";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Pods_that_begin_request_what_was_used_and_running_ones_are_left_alone()
    {
        await clock.RunsAsync("1");
        await using var clients = new PlaceClients(clock.Network);
        await ApplyAsync();
        try
        {
            await LiveNetwork.UntilAsync(
                async () => await TargetAsync() is { } target && target["cpu"] is not null
                    && target["memory"] is not null,
                Limit,
                "both are measured");
            Assert.All(await clock.PodsAsync(), pod => Assert.Null(SizedBy(pod)));
            var why = await clock.Network.RunAsync("why", "scale", "deployment/clock", "-n", "clock");
            Assert.True(why.ExitCode == 0, why.Error);
            Assert.Matches("clock +memory +[0-9]+Mi", why.Output);

            await clock.PatchAsync("""
                {"spec": {"template": {"metadata": {"annotations": {"restarted": "once"}}}}}
                """);
            await LiveNetwork.UntilAsync(
                async () => await clock.PodsAsync() is { Count: 6 } pods
                    && pods.All(pod => ClockFixture.IsReady(pod) && SizedBy(pod) == "clock"),
                Limit,
                "all pods began anew with what is recommended");
            Assert.All(await clock.PodsAsync(), pod =>
            {
                var requests = pod["spec"]!["containers"]![0]!["resources"]!["requests"]!;
                Assert.Equal("700m", (string)requests["cpu"]!);
                Assert.NotEqual("64Mi", (string)requests["memory"]!);
            });
            await clients.NoneFailedAsync();
        }
        finally
        {
            await clock.Operator.SendAsync(HttpMethod.Delete, Autoscaler);
            await clock.PatchAsync("""
                {"spec": {"template": {"metadata": {"annotations": {"restarted": null}}}}}
                """);
        }

        await LiveNetwork.UntilAsync(
            async () => (await clock.PodsAsync()).All(pod => SizedBy(pod) is null), Limit, "they are as before");
        await clock.RunsAsync("1");
    }

    // The bound makes the processors' part certain; what memory takes is measured.
    private async Task ApplyAsync()
    {
        var file = Path.Combine(clock.Network.State, "sizing.yaml");
        await File.WriteAllTextAsync(file, """
            apiVersion: autoscaling.k8s.io/v1
            kind: VerticalPodAutoscaler
            metadata: {name: clock, namespace: clock}
            spec:
              targetRef: {apiVersion: apps/v1, kind: Deployment, name: clock}
              resourcePolicy:
                containerPolicies:
                  - {containerName: "*", minAllowed: {cpu: 700m}, maxAllowed: {cpu: 700m}}
            """, TestContext.Current.CancellationToken);
        var applied = await clock.Network.RunAsync("apply", "-f", file);
        Assert.True(applied.ExitCode == 0, applied.Error);
    }

    private async Task<JsonNode?> TargetAsync() => (await clock.Operator.GetAsync(Autoscaler))["status"]
        ?["recommendation"]?["containerRecommendations"] is JsonArray { Count: > 0 } list
            ? list[0]!["target"]
            : null;

    private static string? SizedBy(JsonNode pod) =>
        (string?)pod["metadata"]!["annotations"]?["selvedge.dev/sized-by"];
}
