using System.Text.Json.Nodes;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Workloads;

/// <summary>Users come and go; replicas follow.</summary>
[Collection(CircleDefinition.Name)]
public sealed class ScalingTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Autoscalers = "/apis/autoscaling/v2/namespaces/clock/horizontalpodautoscalers/clock";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Load_that_rises_fivefold_and_falls_takes_the_replicas_with_it_and_fails_no_request()
    {
        await clock.RunsAsync("1");
        await using var clients = new PlaceClients(clock.Network) { Interval = TimeSpan.FromMilliseconds(125) };
        await ApplyAsync();
        try
        {
            await ReplicasAsync(1, 1, "a quiet place has one pod");
            clients.Interval = TimeSpan.FromMilliseconds(25);
            await ReplicasAsync(3, 4, "a busy place has three or four");
            var why = await clock.Network.RunAsync("why", "scale", "deployment/clock", "-n", "clock", "--in", "nyc");
            clients.Interval = TimeSpan.FromMilliseconds(125);
            await ReplicasAsync(1, 1, "and one again");
            await clients.NoneFailedAsync();

            Assert.Matches("nyc +[34] ", why.Output);
            Assert.Matches("requests_per_second is at [0-9.]+ of 12", why.Output);
            Assert.DoesNotContain("fra", why.Output, StringComparison.Ordinal);
            await SentencesAsync();
        }
        finally
        {
            await clock.Operator.SendAsync(HttpMethod.Delete, Autoscalers);
            await clock.PatchAsync("""{"spec": {"replicas": 2}}""");
        }

        await clock.RunsAsync("1");
    }

    private async Task ApplyAsync()
    {
        var file = Path.Combine(clock.Network.State, "autoscaler.yaml");
        await File.WriteAllTextAsync(file, """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: clock, namespace: clock}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: clock}
              minReplicas: 1
              maxReplicas: 4
              metrics:
                - type: Pods
                  pods:
                    metric: {name: requests_per_second}
                    target: {type: AverageValue, averageValue: "12"}
              behavior:
                scaleDown: {stabilizationWindowSeconds: 6}
            """, TestContext.Current.CancellationToken);
        var applied = await clock.Network.RunAsync("apply", "-f", file);
        Assert.True(applied.ExitCode == 0, applied.Error);
    }

    private Task<TimeSpan> ReplicasAsync(int least, int most, string what) => LiveNetwork.UntilAsync(
        async () =>
        {
            var pods = await clock.PodsAsync();
            return LiveNetwork.Locations.All(location =>
            {
                var here = pods.Where(pod => ClockFixture.LocationOf(pod) == location).ToList();
                return here.Count >= least && here.Count <= most && here.TrueForAll(ClockFixture.IsReady);
            });
        },
        Limit,
        what);

    // Both ways, at every place, with what it was decided from.
    private async Task SentencesAsync()
    {
        var decisions = (await clock.Operator.GetAsync(Autoscalers))["status"]!["decisions"]!.AsArray()
            .OfType<JsonNode>().ToList();
        foreach (var location in LiveNetwork.Locations)
        {
            var here = decisions.Where(decision => (string)decision["location"]! == location).ToList();
            Assert.Contains(here, decision => (int)decision["from"]! < (int)decision["to"]!);
            Assert.Contains(here, decision => (int)decision["from"]! > (int)decision["to"]!);
            Assert.All(here, decision => Assert.False(string.IsNullOrEmpty((string?)decision["reason"])));
        }
    }
}
