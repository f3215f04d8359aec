using System.Diagnostics;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Workloads;

/// <summary>Programs, nodes and places die; no user notices.</summary>
[Collection(CircleDefinition.Name)]
public sealed class LossTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly LiveNetwork _network = clock.Network;

    [Fact]
    public async Task A_program_that_is_killed_is_started_again_and_no_request_fails()
    {
        await clock.RunsAsync("1");
        await using var clients = new PlaceClients(_network);
        var pod = (await clock.PodsAsync()).First(pod => ClockFixture.LocationOf(pod) == "fra");
        Kill(ClockFixture.NameOf(pod));
        await LiveNetwork.UntilAsync(
            async () => await RestartsAsync(ClockFixture.NameOf(pod)) == 1, Limit, "it was started again");
        await clock.RunsAsync("1");
        await clients.NoneFailedAsync();
    }

    [Fact]
    public async Task Pods_outlive_their_node_and_the_next_process_takes_them_up()
    {
        await clock.RunsAsync("1");
        var before = PodProcess.All(_network).Order().ToList();
        var instance = await InstanceAsync("fra-1");
        var (client, stop, load) = Retrying("203.0.113.0");
        await _network.SignalAsync("fra-1", "KILL");
        await LiveNetwork.UntilAsync(
            async () => await InstanceAsync("fra-1") != instance && (await clock.PodsAsync()).All(ClockFixture.IsReady),
            Limit,
            "the node is back");
        await clock.ServiceableAsync();
        await stop.CancelAsync();
        await load;

        Assert.Empty(client.Failures);
        Assert.Equal(before, PodProcess.All(_network).Order());
        stop.Dispose();
    }

    [Fact]
    public async Task A_place_that_is_lost_with_its_pods_costs_no_request_and_comes_back()
    {
        await clock.RunsAsync("1");
        var (client, stop, load) = Retrying("198.51.100.0");
        await _network.SignalAsync("nyc-1", "KILL");
        foreach (var pod in (await clock.PodsAsync()).Where(pod => ClockFixture.LocationOf(pod) == "nyc"))
        {
            Kill(ClockFixture.NameOf(pod));
        }

        await LiveNetwork.UntilAsync(
            async () => !(await new Resolver(_network).NamedAsync(ClockFixture.Hostname, "fra", "syd")).Contains("nyc"),
            Limit,
            "nobody is sent there");
        await LiveNetwork.UntilAsync(
            async () => (await new Resolver(_network).NamedAsync(ClockFixture.Hostname)).Contains("nyc"),
            Limit,
            "users are sent there again");
        await clock.RunsAsync("1");
        await stop.CancelAsync();
        await load;
        Assert.Empty(client.Failures);
        stop.Dispose();
    }

    [Fact]
    public async Task A_drained_place_keeps_its_pods_and_costs_no_request()
    {
        await clock.RunsAsync("1");
        var pods = (await clock.PodsAsync()).Select(ClockFixture.NameOf).ToHashSet();
        var (client, stop, load) = Retrying("203.0.113.0");
        try
        {
            var drained = await _network.RunAsync(
                "drain", "fra", "--reason", "test", "--wait", "--timeout", "30s");
            Assert.True(drained.ExitCode == 0, drained.Error);
            Assert.DoesNotContain("fra", await new Resolver(_network).NamedAsync(ClockFixture.Hostname));
            Assert.Equal(pods, (await clock.PodsAsync()).Select(ClockFixture.NameOf).ToHashSet());
        }
        finally
        {
            var undrained = await _network.RunAsync("undrain", "fra");
            Assert.True(undrained.ExitCode == 0, undrained.Error);
        }

        await clock.ServiceableAsync();
        await stop.CancelAsync();
        await load;
        Assert.Empty(client.Failures);
        stop.Dispose();
    }

    [Fact]
    public async Task Without_control_and_bus_pods_serve_on_and_their_node_starts_them_again()
    {
        await clock.RunsAsync("1");
        await _network.SignalAsync("control", "STOP");
        await _network.SignalAsync("bus", "STOP");
        try
        {
            await using var clients = new PlaceClients(_network);
            var (pod, id) = PodProcess.All(_network).First(entry =>
                entry.Pod.Contains("-syd-", StringComparison.Ordinal));
            Kill(pod);
            await LiveNetwork.UntilAsync(
                () => Task.FromResult(PodProcess.Of(_network, pod) is [var other, ..] && other != id),
                Limit,
                "the node has started it again");
            await LiveNetwork.UntilAsync(
                () => Task.FromResult(LiveNetwork.Locations.All(place => clients.Answers(place, "1") > 60)), Limit,
                "all places serve");
            await clients.NoneFailedAsync();
        }
        finally
        {
            await _network.SignalAsync("bus", "CONT");
            await _network.SignalAsync("control", "CONT");
        }

        await clock.RunsAsync("1");
        await clock.ServiceableAsync();
    }

    [Fact]
    public async Task Logs_come_from_the_pods_own_node()
    {
        await clock.RunsAsync("1");
        foreach (var pod in await clock.PodsAsync())
        {
            var log = await clock.Operator.SendAsync(
                HttpMethod.Get, $"{ClockFixture.Pods}/{ClockFixture.NameOf(pod)}/log");
            Assert.True(log.Code == 200, log.Text);
            Assert.Contains(
                $"edge-clock 1 listens on {(string)pod["status"]!["podIP"]!}:8080", log.Text, StringComparison.Ordinal);
        }
    }

    private void Kill(string pod)
    {
        foreach (var id in PodProcess.Of(_network, pod))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
    }

    private async Task<int> RestartsAsync(string pod) => (await clock.PodsAsync())
        .Where(each => ClockFixture.NameOf(each) == pod)
        .Select(each => (int?)each["status"]?["containerStatuses"]?[0]?["restartCount"] ?? 0)
        .FirstOrDefault();

    private async Task<string?> InstanceAsync(string node) =>
        (string?)(await clock.Operator.DocumentAsync("nodes", node))["status"]!["instance"];

    private (RetryingClient Client, CancellationTokenSource Stop, Task Load) Retrying(string from)
    {
        var stop = new CancellationTokenSource();
        var client = new RetryingClient(_network, from, Pace, ClockFixture.Hostname);
        return (client, stop, client.RunAsync(stop.Token));
    }
}
