using Selvedge.Harness;
using Selvedge.Harness.Labs;

namespace Selvedge.System.Tests.Network;

/// <summary>A whole network whose addresses are announced by BGP, as a client behind an upstream router meets
/// it.</summary>
public sealed class EdgeLabTests
{
    [Fact]
    public async Task A_network_of_machines_comes_up()
    {
        Assert.SkipUnless(Lab.Obstacle is null, Lab.Obstacle ?? "");
        Assert.SkipWhen(Programs.Find("nats-server") is null, "nats-server is not installed");
        await using var edge = new EdgeLab();
        await edge.WireAsync();
        await edge.StartAsync();
        await edge.UntilAsync(
            async () => (await edge.SelvedgeAsync("get", "site", "shop")).Output.Contains(
                "3/3", StringComparison.Ordinal), "the site is served at three places");
    }
}
