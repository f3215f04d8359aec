using System.Net;
using Selvedge.Core.Serviceability;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>What an operator takes out of service, and what the guards of the verdict table make of it.</summary>
[Collection(CircleDefinition.Name)]
public sealed class DrainTests(CircleFixture circle) : IDisposable
{
    private static readonly TimeSpan VerdictLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly LiveNetwork _network = circle.Network;
    private readonly Operator _operator = new(circle.Network);
    private readonly Resolver _resolver = new(circle.Network);

    public void Dispose() => _operator.Dispose();

    [Theory]
    [InlineData("fra", "fra", "Drained")]
    [InlineData("node/nyc-1", "nyc", "NodeDrained")]
    public async Task A_drained_place_is_in_no_answer_and_serves_those_who_come(
        string place, string location, string reason)
    {
        try
        {
            var drained = await _network.RunAsync("drain", place, "--wait", "--timeout", "30s");

            Assert.True(drained.ExitCode == 0, drained.Error);
            Assert.DoesNotContain(location, await NamedAsync());
            Assert.Equal(HttpStatusCode.OK, await FetchAsync(location));
            var status = await _network.RunAsync("status");
            Assert.Contains($"no: admitted ({reason})", status.Output, StringComparison.Ordinal);
            var why = await _network.RunAsync("why", LiveNetwork.Hostname, "--from", "203.0.113.9");
            Assert.Matches($@"{location} +no +admitted +{reason} ", why.Output);
        }
        finally
        {
            await _network.RunAsync("undrain", place);
        }

        await _operator.ServiceableAsync();
        await LiveNetwork.UntilAsync(
            async () => (await NamedAsync()).Contains(location), VerdictLimit, $"{location} is named again");
    }

    [Fact]
    public async Task The_last_place_is_held_though_drained_until_another_one_is_open()
    {
        using var stop = new CancellationTokenSource();
        var unanswered = UnansweredAsync(stop.Token);
        try
        {
            await DrainAsync("fra", true);
            await DrainAsync("nyc", true);
            var last = await _network.RunAsync("drain", "syd", "--reason", "floods", "--wait", "--timeout", "2s");

            Assert.Equal(1, last.ExitCode);
            Assert.Contains("held: LastPlace", last.Error, StringComparison.Ordinal);
            Assert.Equal("syd", Assert.Single(await NamedAsync()));
            Assert.Equal(HttpStatusCode.OK, await FetchAsync("syd"));
            await VerdictAsync("syd", verdict => verdict is { Serviceable: true, Held: "LastPlace" });
            var status = await _network.RunAsync("status");
            Assert.Contains("held (LastPlace)", status.Output, StringComparison.Ordinal);
            Assert.Contains("Drained: fra, nyc, syd (floods)", status.Output, StringComparison.Ordinal);
            var why = await _network.RunAsync("why", LiveNetwork.Hostname, "--from", "203.0.113.9");
            Assert.Matches(@"syd +held \(LastPlace\) +admitted +Drained .*floods", why.Output);

            await DrainAsync("nyc", false);
            await VerdictAsync("syd", verdict => verdict is { Serviceable: false, Held: null });
            await LiveNetwork.UntilAsync(
                async () => (await NamedAsync()).SetEquals(["nyc"]), VerdictLimit, "only nyc is named");
        }
        finally
        {
            foreach (var location in LiveNetwork.Locations)
            {
                await DrainAsync(location, false);
            }
        }

        await _operator.ServiceableAsync();
        await stop.CancelAsync();
        Assert.Equal(0, await unanswered);
    }

    [Fact]
    public async Task No_guard_holds_a_place_against_the_law()
    {
        try
        {
            await ResidencyAsync("""["EU"]""");
            await VerdictAsync("syd", verdict => verdict is { Serviceable: false, Held: null });
            await LiveNetwork.UntilAsync(
                async () => (await NamedAsync()).SetEquals(["fra"]), VerdictLimit, "only fra is named");

            await ResidencyAsync("""["JP"]""");
            await VerdictAsync("fra", verdict => verdict is { Serviceable: false, Held: null });
            await LiveNetwork.UntilAsync(async () => (await NamedAsync()).Count == 0, VerdictLimit, "none is named");
            var status = await _network.RunAsync("status");
            Assert.Contains("no: allowed (Residency)", status.Output, StringComparison.Ordinal);
            var why = await _network.RunAsync("why", LiveNetwork.Hostname, "--from", "203.0.113.9");
            Assert.Contains("is sent nowhere", why.Output, StringComparison.Ordinal);
        }
        finally
        {
            await ResidencyAsync("null");
        }

        await _operator.ServiceableAsync();
    }

    private Task DrainAsync(string location, bool drained) => _operator.MergeAsync(
        "locations",
        location,
        drained ? """{"spec": {"drained": true}}""" : """{"spec": {"drained": false, "drainReason": null}}""");

    private Task ResidencyAsync(string process) => _operator.MergeAsync(
        "sites", "atlas", $$"""{"spec": {"residency": {"process": {{process}} } } }""");

    private Task<IReadOnlySet<string>> NamedAsync() => _resolver.NamedAsync(LiveNetwork.Hostname);

    private Task<TimeSpan> VerdictAsync(string location, Func<Verdict?, bool> holds) => LiveNetwork.UntilAsync(
        async () => holds(await _operator.VerdictAsync(location)), VerdictLimit, $"the verdict on {location}");

    private async Task<HttpStatusCode> FetchAsync(string location)
    {
        using var client = _network.ClientOf(location);
        using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>Asks all the while; counts the answers without any address.</summary>
    private async Task<int> UnansweredAsync(CancellationToken stop)
    {
        var empty = 0;
        while (!stop.IsCancellationRequested)
        {
            var addresses = await DnsAsk.AddressesAsync(_network.Dns, LiveNetwork.Hostname, "203.0.113.0");
            empty += addresses is { Count: 0 } ? 1 : 0;
            await Task.Delay(Pace, CancellationToken.None);
        }

        return empty;
    }
}
