using System.Globalization;
using System.Net;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Dev;

/// <summary><c>selvedge dev</c> ends without a trace, and begins again where it was.</summary>
[Collection(AloneDefinition.Name)]
public sealed class SignalTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("selvedge-live-").FullName;
    private readonly string _prefix = LiveNetwork.FreePrefix();

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task It_ends_cleanly_by_each_signal_and_begins_again_with_everything_it_had()
    {
        foreach (var program in new[] { "nats-server", "pebble" })
        {
            Assert.SkipWhen(Programs.Find(program) is null, $"{program} is not installed");
        }

        Memory first;
        await using (var network = await LiveNetwork.StartAsync(_prefix, _state))
        {
            await ChangeAsync(network);
            first = await Memory.OfAsync(network);
            Assert.Equal(7, Running().Count(command => !command.Contains("\0dev\0", StringComparison.Ordinal)));

            Assert.Equal(0, await network.EndAsync("INT", everyPart: true));
            Assert.Empty(Running());
        }

        Memory second;
        await using (var network = await LiveNetwork.StartAsync(_prefix, _state))
        {
            second = await ServesAsBeforeAsync(network, first);

            Assert.Equal(0, await network.EndAsync("TERM"));
            Assert.Empty(Running());
        }

        List<int> orphans;
        await using (var network = await LiveNetwork.StartAsync(_prefix, _state))
        {
            await ServesAsBeforeAsync(network, second);
            orphans = [.. network.Parts.Select(network.IdOf)];
            Assert.NotEqual(0, await network.EndAsync("KILL"));
        }

        await using (var network = await LiveNetwork.StartAsync(_prefix, _state))
        {
            Assert.Empty(network.Parts.Select(network.IdOf).Intersect(orphans));
            Assert.Equal(7, Running().Count(command => !command.Contains("\0dev\0", StringComparison.Ordinal)));
            await ServesAsBeforeAsync(network, second);
        }

        Assert.Empty(Running());
        Assert.Empty(Directory.GetFiles(Path.Combine(_state, "run")));
    }

    /// <summary>What an operator did meanwhile, none of which may keep the network from its next start.</summary>
    private static async Task ChangeAsync(LiveNetwork network)
    {
        using var api = new Operator(network);
        var site = $$"""
            apiVersion: selvedge.dev/v1
            kind: Site
            metadata: {name: kept}
            spec:
              hostnames: [kept.selvedge.test]
              backend: {url: "http://{{network.Prefix}}.0.1:9000", probe: {path: /healthz} }
              placement: {policy: static, locations: [fra, nyc]}
            """;
        var file = Path.Combine(network.State, "kept.yaml");
        await File.WriteAllTextAsync(file, site, TestContext.Current.CancellationToken);
        var applied = await network.RunAsync("apply", "-f", file);
        Assert.True(applied.ExitCode == 0, applied.Error);
        await api.ServiceableAsync("kept", "fra", "nyc");
        await api.MergeAsync("locations", "syd", """{"spec": {"drained": true, "drainReason": "moving"}}""");
    }

    private static async Task<Memory> ServesAsBeforeAsync(LiveNetwork network, Memory before)
    {
        // At once: whoever reads that it serves may rely on it.
        foreach (var location in LiveNetwork.Locations)
        {
            using var client = network.ClientOf(location);
            using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        using var api = new Operator(network);
        await api.ServiceableAsync("atlas", "fra", "nyc");
        await api.ServiceableAsync("kept", "fra", "nyc");
        var now = await Memory.OfAsync(network);
        Assert.Equal(before.Certificates, now.Certificates);
        Assert.Equal("moving", now.DrainReason);
        Assert.True(now.Revision >= before.Revision, $"revision {now.Revision} after {before.Revision}");
        Assert.True(
            now.VerdictEpoch >= before.VerdictEpoch, $"verdicts {now.VerdictEpoch} after {before.VerdictEpoch}");
        Assert.Equal(0, await Health.CountAsync(network, "control", "selvedge_certificates_orders_total"));
        return now;
    }

    /// <summary>The command lines of all processes that have to do with this network.</summary>
    private List<string> Running() =>
    [
        .. Directory.GetDirectories("/proc").Select(Command)
            .Where(command => command.Contains(_state, StringComparison.Ordinal)),
    ];

    private static string Command(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>What must outlive a restart.</summary>
    private sealed record Memory(string Certificates, string DrainReason, long Revision, long VerdictEpoch)
    {
        public static async Task<Memory> OfAsync(LiveNetwork network)
        {
            using var api = new Operator(network);
            using var atlas = await TlsAsk.CertificateAsync(network, "fra", LiveNetwork.Hostname);
            using var kept = await TlsAsk.CertificateAsync(network, "nyc", "kept.selvedge.test");
            var sites = await api.GetAsync("/apis/selvedge.dev/v1/sites");
            var location = await api.DocumentAsync("locations", "syd");
            return new Memory(
                $"{atlas!.SerialNumber} {kept!.SerialNumber}",
                location["spec"]!["drainReason"]!.GetValue<string>(),
                long.Parse(sites["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture),
                (await api.VerdictsAsync()).Epoch);
        }
    }
}
