using System.Text.Json.Nodes;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Commands.Drills;

/// <summary>Real drills against the live network.</summary>
[Collection(CircleDefinition.Name)]
public sealed class DrillCommandTests(CircleFixture circle)
{
    private LiveNetwork Network => circle.Network;

    [Fact]
    public async Task A_killed_place_is_unrouted_within_the_target_and_the_timeline_tells_all_of_it()
    {
        await ServingEverywhereAsync();
        var drill = await Network.RunAsync("drill", "kill", "nyc", "--yes", "-o", "json");

        Assert.True(drill.ExitCode == 0, drill.Error + drill.Output);
        var told = JsonNode.Parse(drill.Output)!;
        Assert.True((bool)told["met"]!);
        Assert.InRange((double)told["unroutedAfterMilliseconds"]!, 1, 3000);
        Assert.Equal(0, (int)told["requests"]!["failed"]!);
        Assert.True((int)told["requests"]!["retried"]! > 0, "no client met the dead place");
        var kinds = told["timeline"]!.AsArray().Select(seen => (string)seen!["kind"]!).ToList();
        string[] expected =
        [
            "killed", "verdictLeft", "lastNamed", "unrouted", "restarted", "reported", "namedAgain", "verdictBack",
            "routedAgain",
        ];
        foreach (var kind in expected)
        {
            Assert.Single(kinds, kind);
        }

        Assert.Contains("Result     met: unrouted after", drill.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_serving_place_is_not_killed()
    {
        await ServingEverywhereAsync();
        try
        {
            await Network.RunAsync("drain", "nyc", "--wait");
            await Network.RunAsync("drain", "syd", "--wait");
            var before = Network.IdOf("fra-1");
            var drill = await Network.RunAsync("drill", "kill", "fra", "--yes");

            Assert.Equal(1, drill.ExitCode);
            Assert.Contains("last serving place of default/atlas", drill.Error, StringComparison.Ordinal);
            Assert.Equal(before, Network.IdOf("fra-1"));
        }
        finally
        {
            await Network.RunAsync("undrain", "nyc");
            await Network.RunAsync("undrain", "syd");
        }

        await ServingEverywhereAsync();
    }

    [Fact]
    public async Task A_place_that_serves_nobody_is_not_killed()
    {
        await ServingEverywhereAsync();
        try
        {
            await Network.RunAsync("drain", "syd", "--wait");
            var drill = await Network.RunAsync("drill", "kill", "syd", "--yes");

            Assert.Equal(1, drill.ExitCode);
            Assert.Contains("No user is sent to location/syd now", drill.Error, StringComparison.Ordinal);
        }
        finally
        {
            await Network.RunAsync("undrain", "syd");
        }

        await ServingEverywhereAsync();
    }

    [Fact]
    public async Task A_network_whose_processes_are_not_on_this_machine_is_refused()
    {
        var elsewhere = Directory.CreateTempSubdirectory("selvedge-elsewhere-").FullName;
        try
        {
            var kubeconfig = Path.Combine(elsewhere, "kubeconfig");
            File.Copy(Network.Kubeconfig, kubeconfig);
            var drill = await Network.RunAsync("drill", "kill", "fra", "--kubeconfig", kubeconfig);

            Assert.Equal(1, drill.ExitCode);
            Assert.Contains("fra-1's process is not known on this machine", drill.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    private Task<TimeSpan> ServingEverywhereAsync() => LiveNetwork.UntilAsync(
        async () => (await Network.RunAsync("get", "site", "atlas", "-o", "json")) is { ExitCode: 0 } site
            && site.Output.Contains("\"3/3\"", StringComparison.Ordinal)
            && !site.Output.Contains("\"held\"", StringComparison.Ordinal),
        TimeSpan.FromSeconds(30),
        "every place serves");
}
