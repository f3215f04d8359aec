using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Fabric.Bus;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>Who may speak on the bus follows the Node documents.</summary>
[Collection(CircleDefinition.Name)]
public sealed class RosterTests(CircleFixture circle)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private LiveNetwork Network => circle.Network;

    [Fact]
    public async Task A_node_connects_once_it_has_a_document_and_is_cut_off_when_it_has_none()
    {
        var identity = BusIdentity.Create();
        await using var bus = new NodeBus(
            new BusEndpoint(
                $"nats://{Network.Prefix}.0.1:4222",
                Path.Combine(Network.State, "control", "authority", "ca.crt"),
                identity),
            "late-1", "fra", TimeProvider.System, NullLogger<NodeBus>.Instance);
        var others = LiveNetwork.Locations.ToDictionary(location => location, Connects);
        await RefusedAsync(0);
        Assert.False(bus.IsConnected);

        var file = Path.Combine(Network.State, "late.yaml");
        await File.WriteAllTextAsync(
            file,
            $$"""
            apiVersion: selvedge.dev/v1
            kind: Node
            metadata: {name: late-1}
            spec:
              {location: fra, addresses: ["{{Network.Prefix}}.9.1"], publicKey: {{identity.PublicKey}}, drained: true}
            """,
            TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Network.RunAsync("apply", "-f", file)).ExitCode);
        await LiveNetwork.UntilAsync(() => Task.FromResult(bus.IsConnected), Limit, "the new node is connected");
        Assert.Equal(
            BusReadOutcome.Found, (await bus.ReadManifestAsync(TestContext.Current.CancellationToken)).Outcome);

        Assert.Equal(0, (await Network.RunAsync("delete", "node", "late-1")).ExitCode);
        await LiveNetwork.UntilAsync(() => Task.FromResult(!bus.IsConnected), Limit, "the node is cut off");
        await RefusedAsync(Refusals());
        Assert.False(bus.IsConnected);
        Assert.Equal(others, LiveNetwork.Locations.ToDictionary(location => location, Connects));
    }

    private int Refusals() => File.ReadLines(Path.Combine(Network.State, "logs", "bus.log"))
        .Count(line => line.Contains("authentication error", StringComparison.Ordinal));

    private Task<TimeSpan> RefusedAsync(int before) =>
        LiveNetwork.UntilAsync(() => Task.FromResult(Refusals() > before), Limit, "the server refuses the node");

    // How often a node's log tells of a connection: those who stay are not disturbed.
    private int Connects(string location) => File.ReadLines(Path.Combine(Network.State, "logs", $"{location}-1.log"))
        .Count(line => line.Contains("Connected to the bus", StringComparison.Ordinal));
}
