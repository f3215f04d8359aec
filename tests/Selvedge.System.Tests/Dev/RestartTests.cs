using Selvedge.Harness;

namespace Selvedge.System.Tests.Dev;

public sealed class RestartTests
{
    [Fact]
    public async Task A_network_with_a_drained_place_and_a_site_of_one_country_starts_again()
    {
        foreach (var program in new[] { "nats-server", "pebble" })
        {
            Assert.SkipWhen(Programs.Find(program) is null, $"{program} is not installed");
        }

        var folder = Directory.CreateTempSubdirectory("selvedge-restart-");
        try
        {
            var prefix = LiveNetwork.FreePrefix();
            await using (var first = await LiveNetwork.StartAsync(
                prefix, folder.FullName, bare: false))
            {
                Assert.Equal(0, (await first.RunAsync("apply", "-f", ExampleOf(prefix, folder))).ExitCode);
                Assert.Equal(0, (await first.RunAsync("drain", "syd", "--reason", "a night off")).ExitCode);
            }

            await using var second = await LiveNetwork.StartAsync(prefix, folder.FullName, bare: false);
            Assert.Contains("wherever wanted", second.Output, StringComparison.Ordinal);
            Assert.Contains(
                "Drained: syd (a night off)", (await second.RunAsync("status")).Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string ExampleOf(string prefix, DirectoryInfo folder)
    {
        var file = Path.Combine(folder.FullName, "docs.yaml");
        var example = File.ReadAllText(Path.Combine(Programs.RepositoryRoot, "examples", "docs.yaml"));
        File.WriteAllText(file, example.Replace("127.0.", $"{prefix}.", StringComparison.Ordinal));
        return file;
    }
}
