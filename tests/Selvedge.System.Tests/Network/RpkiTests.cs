using Selvedge.Bench.Network;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Harness;
using Selvedge.Harness.Labs;

namespace Selvedge.System.Tests.Network;

/// <summary>Routes that a cache of ROAs calls invalid are not accepted: a real cache, and the import filter that nodes
/// run with.</summary>
[Collection(AloneDefinition.Name)]
public sealed class RpkiTests
{
    private const string Neighbour = """
        router id 10.0.1.1;
        protocol device { }
        protocol static { ipv4; route 198.51.100.0/24 blackhole; route 203.0.113.0/24 blackhole; }
        protocol bgp { local as 64500; neighbor 10.0.1.2 as 64512; connect delay time 1;
          ipv4 { import none; export all; }; }
        """;

    private const string Roas = """
        {"metadata":{"buildtime":"2026-11-24T00:00:00Z"},"roas":[
          {"prefix":"198.51.100.0/24","maxLength":24,"asn":"AS64500"},
          {"prefix":"203.0.113.0/24","maxLength":24,"asn":"AS64999"}]}
        """;

    [Fact]
    public async Task What_a_cache_calls_invalid_is_refused_and_what_it_calls_valid_is_taken()
    {
        Assert.SkipUnless(AnycastLab.Obstacle is null, AnycastLab.Obstacle ?? "");
        Assert.SkipUnless(Programs.Find("stayrtr") is not null, "This test needs stayrtr, as the cache of ROAs.");
        await using var lab = new Lab();
        await lab.AddMachineAsync("far");
        await lab.AddMachineAsync("pop1");
        await lab.LinkAsync("far", "p1", "pop1", "wan");
        await lab.AddressAsync("far", "p1", "10.0.1.1/30");
        await lab.AddressAsync("pop1", "wan", "10.0.1.2/30");
        var roas = Path.Combine(lab.Folder, "roas.json");
        var far = Path.Combine(lab.Folder, "far.conf");
        await File.WriteAllTextAsync(roas, Roas, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(far, Neighbour, TestContext.Current.CancellationToken);
        lab.Start("pop1", "stayrtr", "-bind", "127.0.0.1:8282", "-cache", roas, "-checktime=false",
            "-metrics.addr", "127.0.0.1:9847");
        lab.Start("far", "bird", "-f", "-c", far, "-s", Path.Combine(lab.Folder, "far.ctl"));
        var pop = new Pop(lab, 1, new RoutingSection(
            [],
            [
                new RoutingPeer("far", "", "10.0.1.1", 64500, 64512)
                {
                    Accept = ["198.51.100.0/24", "203.0.113.0/24"],
                    RpkiCaches = ["127.0.0.1:8282"],
                    LocalPreference = 150,
                },
            ]));
        pop.Options = pop.Options with { Check = "" };
        await pop.StartAsync(VerdictTable.Empty);

        var (taken, refused) = ("", "");
        try
        {
            await Waiting.UntilAsync(
                async () =>
                {
                    taken = await AskAsync("show", "route", "table", "master4", "all");
                    refused = await AskAsync("show", "route", "table", "master4", "filtered");
                    return taken.Contains("198.51.100.0/24", StringComparison.Ordinal)
                        && refused.Contains("203.0.113.0/24", StringComparison.Ordinal);
                },
                TimeSpan.FromSeconds(30), "one route is taken, the other one refused");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{taken}\n{refused}\n{pop.Log}", late);
        }

        Assert.DoesNotContain("203.0.113.0/24", taken, StringComparison.Ordinal);
        Assert.Contains("BGP.local_pref: 150", taken, StringComparison.Ordinal);

        async Task<string> AskAsync(params string[] words) => (await lab.TryRunAsync(
            "pop1", ["birdc", "-s", Path.Combine(pop.Options.State, "bird.ctl"), .. words])).Output;
    }
}
