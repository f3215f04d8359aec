using System.Net;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>Parts die; users do not notice.</summary>
[Collection(CircleDefinition.Name)]
public sealed class FaultTests(CircleFixture circle)
{
    private const int RequestsMin = 200;

    // How fast it is, the bench measures; here only that it happens.
    private static readonly TimeSpan UnroutedLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(30);

    private LiveNetwork Network => circle.Network;

    [Fact]
    public async Task A_killed_node_is_unrouted_and_a_client_that_retries_once_never_fails()
    {
        using var stop = new CancellationTokenSource();
        var client = new RetryingClient(Network, "203.0.113.0");
        var load = client.RunAsync(stop.Token);

        await Network.SignalAsync("fra-1", "KILL");
        await LiveNetwork.UntilAsync(async () => !await NamedAsync("fra"), UnroutedLimit, "unrouted");
        await LiveNetwork.UntilAsync(() => NamedAsync("fra"), BackLimit, "fra is back");
        await stop.CancelAsync();
        await load;

        Assert.True(client.Requests >= RequestsMin, $"only {client.Requests} requests were made");
        Assert.True(client.Retries > 0, "no client met the dead node");
        Assert.Empty(client.Failures);
    }

    [Fact]
    public async Task A_stopped_node_is_unrouted_and_takes_part_again_when_it_goes_on()
    {
        await Network.SignalAsync("nyc-1", "STOP");
        try
        {
            await LiveNetwork.UntilAsync(async () => !await NamedAsync("nyc"), UnroutedLimit, "unrouted");
        }
        finally
        {
            await Network.SignalAsync("nyc-1", "CONT");
        }

        await LiveNetwork.UntilAsync(() => NamedAsync("nyc"), BackLimit, "nyc is back");
    }

    [Fact]
    public async Task Serving_goes_on_without_control_and_without_the_bus()
    {
        await ServiceableAsync();
        foreach (var location in LiveNetwork.Locations)
        {
            await LiveNetwork.UntilAsync(() => NamedAsync(location), BackLimit, $"{location} is named before");
        }

        await Network.SignalAsync("control", "STOP");
        await Network.SignalAsync("bus", "STOP");
        try
        {
            foreach (var location in LiveNetwork.Locations)
            {
                using var client = Network.ClientOf(location);
                for (var request = 0; request < RequestsMin; request++)
                {
                    using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
                    Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                }

                Assert.True(await NamedAsync(location), $"{location} is named");
            }
        }
        finally
        {
            await Network.SignalAsync("bus", "CONT");
            await Network.SignalAsync("control", "CONT");
        }

        await ServiceableAsync();
    }

    [Fact]
    public async Task A_node_that_restarts_while_control_and_bus_are_away_serves_its_last_good_state()
    {
        await ServiceableAsync();
        await Network.SignalAsync("control", "STOP");
        await Network.SignalAsync("bus", "STOP");
        try
        {
            await Network.SignalAsync("syd-1", "KILL");
            using var client = Network.ClientOf("syd");
            await LiveNetwork.UntilAsync(
                async () =>
                {
                    try
                    {
                        using var response = await client.GetAsync("/");
                        return response.StatusCode == HttpStatusCode.OK;
                    }
                    catch (HttpRequestException)
                    {
                        return false;
                    }
                },
                BackLimit,
                "syd serves again by itself");
        }
        finally
        {
            await Network.SignalAsync("bus", "CONT");
            await Network.SignalAsync("control", "CONT");
        }

        await ServiceableAsync();
    }

    [Fact]
    public async Task Killed_control_and_killed_bus_come_back_with_everything()
    {
        await Network.SignalAsync("control", "KILL");
        await Network.SignalAsync("bus", "KILL");
        Directory.Delete(Path.Combine(Network.State, "bus"), recursive: true);
        await LiveNetwork.UntilAsync(
            async () =>
            (await Network.RunAsync("get", "site", "atlas", "-o", "json")).ExitCode == 0, BackLimit, "the API is back");

        await ServiceableAsync();
        Assert.True(await NamedAsync("fra"));
    }

    [Fact]
    public async Task A_dead_origin_shuts_ready_everywhere_and_the_last_good_places_are_held()
    {
        await Network.SignalAsync("origin", "STOP");
        try
        {
            await LiveNetwork.UntilAsync(
                async () => (await Network.RunAsync("get", "site", "atlas", "-o", "json"))
                .Output.Contains("LastPlace", StringComparison.Ordinal),
                TimeSpan.FromSeconds(20),
                "held");
            foreach (var location in LiveNetwork.Locations)
            {
                await LiveNetwork.UntilAsync(
                    () => NamedAsync(location), UnroutedLimit, $"{location} is named as a last good place");
            }
        }
        finally
        {
            await Network.SignalAsync("origin", "CONT");
        }

        await ServiceableAsync();
    }

    private Task<TimeSpan> ServiceableAsync() => LiveNetwork.UntilAsync(
        async () =>
        {
            var site = await Network.RunAsync("get", "site", "atlas", "-o", "json");
            return site.Output.Contains("\"3/3\"", StringComparison.Ordinal)
                && !site.Output.Contains("\"held\"", StringComparison.Ordinal);
        },
        BackLimit,
        "every place is serviceable");

    /// <summary>Whether any answer for any client names the place. Asked often enough to meet every node.</summary>
    private async Task<bool> NamedAsync(string location)
    {
        var address = Network.AddressOf(location);
        for (var ask = 0; ask < 8; ask++)
        {
            foreach (var client in new[] { "203.0.113.0", "198.51.100.0", "192.0.2.0" })
            {
                if (await DnsAsk.AddressesAsync(Network.Dns, LiveNetwork.Hostname, client) is { } addresses
                    && addresses.Contains(address))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
