using Selvedge.Bench.Network;

namespace Selvedge.System.Tests.Network;

/// <summary>Three places announce the same prefixes to a provider's router: real BGP between FRR and BIRD.</summary>
[Collection(AloneDefinition.Name)]
public sealed class AnycastTests(AnycastFixture fixture) : IClassFixture<AnycastFixture>
{
    private AnycastLab Lab
    {
        get
        {
            Assert.SkipUnless(AnycastLab.Obstacle is null, AnycastLab.Obstacle ?? "");
            return fixture.Lab;
        }
    }

    [Fact]
    public async Task The_upstream_learns_both_prefixes_from_every_place_and_every_place_says_so()
    {
        await Lab.SettledAsync();
        await Waiting.UntilAsync(
            () => Task.FromResult(Lab.Pops.All(pop => pop.Report is { Off: "", Problem: "" } report
                && report.Peers.All(peer => peer is { IsEstablished: true, Announced: 1 })
                && report.Announcements.All(announcement =>
                    announcement is { Desired: "Announced", Reason: "Serviceable", Observed: 1 }))),
            TimeSpan.FromSeconds(5), "every place says so");

        Assert.Contains(" 0", await AskAsync($"http://{AnycastLab.Address4}/"), StringComparison.Ordinal);
        Assert.Contains(" 0", await AskAsync($"http://[{AnycastLab.Address6}]/"), StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string address)
    {
        var users = Lab.Ask(address, 20, 2);
        await users.ExitAsync(TestContext.Current.CancellationToken);
        return Assert.Single(users.Lines);
    }
}
