using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;
using Selvedge.System.Tests.Workloads;

namespace Selvedge.System.Tests.Placement;

/// <summary>Where users are moves; places and their pods follow, and no user notices.</summary>
[Collection(CircleDefinition.Name)]
public sealed class DemandTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Maps = "/api/v1/namespaces/clock/configmaps";
    private const string Optimizer = $"{Maps}/location-optimizer";
    private const string ClientMap = "/api/v1/namespaces/selvedge-system/configmaps/client-map";
    private const string Plan = "/apis/selvedge.dev/v1/namespaces/clock/placementplans/location-optimizer";
    private const string Site = "/apis/selvedge.dev/v1/namespaces/clock/sites/clock";
    private const string Merge = "application/merge-patch+json";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);

    private readonly LiveNetwork _network = clock.Network;

    [Fact]
    public Task Demand_moves_from_Europe_to_Asia_and_places_follow_without_a_failed_request() => StoryAsync(async () =>
    {
        await using var europe = new Crowd(_network, AddressOf(201));
        await OptimizeAsync();
        await RunsOnlyAtAsync("fra");
        await using var asia = new Crowd(_network, AddressOf(202));
        await europe.LeaveAsync();
        await RunsOnlyAtAsync("syd");
        await asia.LeaveAsync();

        Assert.True(europe.Requests > 50 && asia.Requests > 50, $"{europe.Requests} and {asia.Requests} requests");
        Assert.Empty(europe.Failures);
        Assert.Empty(asia.Failures);
        await IsToldAsync();
    });

    [Fact]
    public async Task Nodes_measure_how_far_users_are_and_plans_go_by_it()
    {
        // The loopback tells nothing, so these users come from the machine's address in its network, to the loopback.
        var own = OwnAddress();
        Assert.SkipUnless(own is not null, "This machine has no address but the loopback's.");
        await StoryAsync(async () =>
        {
            await PlaceAsync($"{own}_32", "DE 50.1 8.7");
            await using var europe = new Crowd(_network, own);
            await OptimizeAsync();
            await LiveNetwork.UntilAsync(IsMeasuredAsync, Limit, "the plan goes by measured round trips");
            var shown = await _network.RunAsync("plan", "clock");
            Assert.Contains(" measurement", shown.Output, StringComparison.Ordinal);
            await europe.LeaveAsync();
            Assert.Empty(europe.Failures);
        });
    }

    // By distance nobody is nearer than 10 ms.
    private async Task<bool> IsMeasuredAsync() =>
        await clock.Operator.SendAsync(HttpMethod.Get, Plan) is { Code: 200 } answer
        && JsonNode.Parse(answer.Text)!["status"]?["plan"]?["routes"]?.AsArray() is { Count: 1 } routes
        && (bool)routes[0]!["isMeasured"]! && (double)routes[0]!["milliseconds"]! < 10;

    private async Task StoryAsync(Func<Task> story)
    {
        await clock.RunsAsync("1");
        var before = await PacedAsync("""{"step": "2s", "window": "6s"}""");
        try
        {
            await PlaceAsync($"{_network.Prefix}.201.0_24", "DE 50.1 8.7");
            await PlaceAsync($"{_network.Prefix}.202.0_24", "JP 35.7 139.7");
            await clock.Operator.SendAsync(
                HttpMethod.Patch, Site, """{"spec": {"steering": {"ttl": "1s"}}}""", Merge);
            await story();
        }
        finally
        {
            await clock.Operator.SendAsync(HttpMethod.Delete, Optimizer);
            await clock.Operator.SendAsync(
                HttpMethod.Patch, Site, """{"spec": {"steering": null}}""", Merge);
            await PacedAsync(before);
        }

        await LiveNetwork.UntilAsync(
            async () => (await clock.Operator.SendAsync(HttpMethod.Get, Plan)).Code == 404, Limit, "the plan is gone");
        await clock.RunsAsync("1");
    }

    // The second half of what an operator sees: the plan by kubectl's API, the reasons as events, and by command.
    private async Task IsToldAsync()
    {
        var plan = await clock.Operator.GetAsync(Plan);
        Assert.Equal("""["syd"]""", plan["spec"]!["locations"]!.ToJsonString());
        Assert.All(plan["status"]!["plan"]!["routes"]!.AsArray(), route => Assert.False((bool)route!["isMeasured"]!));
        var moves = plan["status"]!["lastMoves"]!.AsArray().Select(move => (string)move!["reason"]!).ToList();
        Assert.Contains(moves, reason => reason.StartsWith("It brings ", StringComparison.Ordinal));
        await LiveNetwork.UntilAsync(
            async () =>
            {
                var events = (await clock.Operator.GetAsync("/api/v1/namespaces/clock/events"))["items"]!.AsArray()
                    .Select(told => (string)told!["reason"]!).ToHashSet(StringComparer.Ordinal);
                return events.IsSupersetOf(["PlaceIn", "PlaceOut", "PlacesLeft"]);
            },
            Limit,
            "the moves are told as events");

        var shown = await _network.RunAsync("plan", "clock");
        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Contains("to be   syd ", shown.Output, StringComparison.Ordinal);
        var without = await _network.RunAsync("plan", "clock", "--without", "syd");
        Assert.Contains("clock without syd: dynamic, ", without.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("to be   syd ", without.Output, StringComparison.Ordinal);
        var unknown = await _network.RunAsync("plan", "clock", "--without", "waw");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("Known: fra, nyc, syd.", unknown.Error, StringComparison.Ordinal);
    }

    private Task<TimeSpan> RunsOnlyAtAsync(string location) => LiveNetwork.UntilAsync(
        async () =>
        {
            var pods = await clock.PodsAsync();
            var table = await clock.Operator.VerdictsAsync();
            return pods.Count == 2 && pods.All(pod => ClockFixture.LocationOf(pod) == location
                    && ClockFixture.IsReady(pod))
                && table.Of(new("clock", "clock")).Single(verdict => verdict.Serviceable).Location == location;
        },
        Limit,
        $"it runs at {location} only");

    private async Task PlaceAsync(string clients, string place) => (await clock.Operator.SendAsync(
        HttpMethod.Patch, ClientMap,
        new JsonObject { ["data"] = new JsonObject { [clients] = place } }.ToJsonString(), Merge)).Good();

    private IPAddress AddressOf(int number) =>
        IPAddress.Parse(FormattableString.Invariant($"{_network.Prefix}.{number}.7"));

    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address)
        .FirstOrDefault(address =>
            address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    private async Task OptimizeAsync()
    {
        var bad = await clock.Operator.SendAsync(HttpMethod.Post, Maps, Document("""{"strategy":"Best"}"""));
        Assert.Equal(422, bad.Code);
        (await clock.Operator.SendAsync(HttpMethod.Post, Maps, Document("""
            {"strategy":"SolverServiceV1","params":{"minimumLocations":1,"maximumLocations":1,
             "minimumUsagePerLocation":1}}
            """))).Good();

        static string Document(string strategy) => new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "location-optimizer", ["namespace"] = "clock" },
            ["data"] = new JsonObject { ["strategy"] = strategy },
        }.ToJsonString();
    }

    /// <summary>Starts the control plane anew with another pace.</summary>
    /// <returns>The pace before.</returns>
    private async Task<string> PacedAsync(string pace)
    {
        var file = Path.Combine(_network.State, "configuration", "control.json");
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(file, CancellationToken.None))!;
        var before = configuration["placement"]!.ToJsonString();
        configuration["placement"] = JsonNode.Parse(pace);
        await File.WriteAllTextAsync(file, configuration.ToJsonString(), CancellationToken.None);
        var id = _network.IdOf("control");
        await _network.SignalAsync("control", "TERM");
        await LiveNetwork.UntilAsync(
            async () => _network.IdOf("control") != id && await AnswersAsync(), Limit, "control runs again");
        return before;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await clock.Operator.SendAsync(HttpMethod.Get, ClockFixture.Deployments)).Code == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A user of one network, until all of them leave.</summary>
    private sealed class Crowd : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly RetryingClient _client;
        private readonly Task _running;

        public Crowd(LiveNetwork network, IPAddress address)
        {
            _client = new RetryingClient(
                network, address.ToString(), DemandTests.Pace, ClockFixture.Hostname, address);
            _running = _client.RunAsync(_stop.Token);
        }

        public int Requests => _client.Requests;

        public IReadOnlyList<string> Failures => _client.Failures;

        public async Task LeaveAsync()
        {
            await _stop.CancelAsync();
            await _running;
        }

        public async ValueTask DisposeAsync()
        {
            await LeaveAsync();
            _stop.Dispose();
        }
    }
}
