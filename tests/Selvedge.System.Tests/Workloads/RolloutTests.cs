using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Workloads;

/// <summary>A new version comes; no user notices.</summary>
[Collection(CircleDefinition.Name)]
public sealed class RolloutTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_new_image_and_the_way_back_fail_no_request()
    {
        await using var clients = new PlaceClients(clock.Network);
        await clock.RunsAsync("1");
        await clock.SetImageAsync("2");
        await clock.RunsAsync("2");
        await LiveNetwork.UntilAsync(
            () => Task.FromResult(LiveNetwork.Locations.All(location => clients.Answers(location, "2") > 10)),
            Limit,
            "users of every place see the new version");
        await clock.SetImageAsync("1");
        await clock.RunsAsync("1");
        await clients.NoneFailedAsync();
    }

    [Fact]
    public async Task An_image_that_is_never_ready_is_taken_back_at_the_first_place_and_fails_no_request()
    {
        await clock.RunsAsync("1");
        await using var clients = new PlaceClients(clock.Network);
        HashSet<string> tried = [];
        await clock.PatchAsync("""
            {"spec": {"progressDeadlineSeconds": 5,
              "template": {"spec": {"containers": [{"name": "clock", "image": "edge-clock:mute"}]}}}}
            """);
        try
        {
            await LiveNetwork.UntilAsync(
                async () =>
                {
                    tried.UnionWith((await clock.PodsAsync())
                        .Where(pod => ClockFixture.ImageOf(pod) == "edge-clock:mute").Select(ClockFixture.LocationOf));
                    return await ProgressAsync() is ("False", "ProgressDeadlineExceeded", _);
                },
                Limit,
                "it is given up");
            await clock.RunsAsync("1");

            Assert.Equal(["fra"], tried);
            Assert.Contains(
                "at fra did not become available within 5 s: it runs, and its readiness probe does not succeed",
                (await ProgressAsync()).Message, StringComparison.Ordinal);
            Assert.All(LiveNetwork.Locations, location => Assert.Equal(0, clients.Answers(location, "mute")));
            var events = await clock.Network.RunAsync("events", "-n", "clock");
            Assert.Contains("RolledBack", events.Output, StringComparison.Ordinal);
        }
        finally
        {
            await clock.PatchAsync("""
                {"spec": {"progressDeadlineSeconds": 600,
                  "template": {"spec": {"containers": [{"name": "clock", "image": "edge-clock:1"}]}}}}
                """);
        }

        await clock.RunsAsync("1");
        await clients.NoneFailedAsync();
    }

    [Fact]
    public async Task Scaling_up_and_down_fails_no_request()
    {
        await clock.RunsAsync("1");
        await using var clients = new PlaceClients(clock.Network);
        await clock.PatchAsync("""{"spec": {"replicas": 3}}""");
        await LiveNetwork.UntilAsync(
            async () => (await clock.PodsAsync()).Count(ClockFixture.IsReady) == 9, Limit, "three everywhere");
        await clock.PatchAsync("""{"spec": {"replicas": 2}}""");
        await clock.RunsAsync("1");
        await clients.NoneFailedAsync();
    }

    private async Task<(string Status, string Reason, string Message)> ProgressAsync()
    {
        var condition = (await clock.DeploymentAsync())["status"]!["conditions"]!.AsArray()
            .Single(condition => (string)condition!["type"]! == "Progressing")!;
        return ((string)condition["status"]!, (string)condition["reason"]!, (string)condition["message"]!);
    }
}
