using System.Net;
using System.Text;
using Selvedge.Core.Serviceability;
using Selvedge.Harness;
using Selvedge.Wire.Dns;

namespace Selvedge.System.Tests.Circle;

/// <summary>A place knows only what is placed there.</summary>
[Collection(CircleDefinition.Name)]
public sealed class PlacementTests(CircleFixture circle) : IDisposable
{
    private const string Hostname = "duo.selvedge.test";

    private static readonly TimeSpan IssuanceLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GoneLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly LiveNetwork _network = circle.Network;
    private readonly Operator _operator = new(circle.Network);
    private readonly Resolver _resolver = new(circle.Network);

    public void Dispose() => _operator.Dispose();

    [Fact]
    public async Task A_site_at_two_places_is_served_there_only_and_nowhere_once_it_is_removed()
    {
        await ApplyAsync();
        using var stop = new CancellationTokenSource();
        var named = EverNamedAsync(stop.Token);
        await LiveNetwork.UntilAsync(
            async () => await IsOpenAsync("fra") && await IsOpenAsync("nyc"), IssuanceLimit, "served at both places");

        Assert.Equal(Gate.Placed, (await _operator.VerdictAsync("syd", "duo"))!.Shut[0].Gate);
        Assert.True((await _resolver.NamedAsync(Hostname)).SetEquals(["fra", "nyc"]));
        await KeyIsAtAsync("fra", "nyc");
        foreach (var location in new[] { "fra", "nyc" })
        {
            using var certificate = await TlsAsk.CertificateAsync(_network, location, Hostname);
            Assert.True(certificate!.MatchesHostname(Hostname));
        }

        Assert.Null(await TlsAsk.CertificateAsync(_network, "syd", Hostname));
        await PlainHttpIsRefusedAsync("syd");

        await _operator.DeleteAsync("sites", "duo");
        await LiveNetwork.UntilAsync(
            async () => (await _resolver.RcodesAsync(Hostname)).All(rcode => rcode == DnsRcode.NXDomain),
            GoneLimit,
            "no node knows the name");
        foreach (var location in LiveNetwork.Locations)
        {
            await LiveNetwork.UntilAsync(
                async () => await TlsAsk.CertificateAsync(_network, location, Hostname) is null,
                GoneLimit,
                $"{location} has no certificate for it");
            await PlainHttpIsRefusedAsync(location);
            Assert.Null(new NodeDisk(_network, $"{location}-1").KeyOf("duo"));
        }

        await stop.CancelAsync();
        Assert.True((await named).SetEquals(["fra", "nyc"]));
        Assert.Null(await _operator.VerdictAsync("fra", "duo"));
        await _operator.ServiceableAsync();
    }

    private async Task ApplyAsync()
    {
        var site = $$"""
            apiVersion: selvedge.dev/v1
            kind: Site
            metadata: {name: duo}
            spec:
              hostnames: [{{Hostname}}]
              backend: {url: "http://{{_network.Prefix}}.0.1:9000", probe: {path: /healthz} }
              placement: {policy: static, locations: [fra, nyc]}
            """;
        var file = Path.Combine(_network.State, "duo.yaml");
        await File.WriteAllTextAsync(file, site, TestContext.Current.CancellationToken);
        var applied = await _network.RunAsync("apply", "-f", file);
        Assert.True(applied.ExitCode == 0, applied.Error);
    }

    private async Task<bool> IsOpenAsync(string location) =>
        await _operator.VerdictAsync(location, "duo") is { Serviceable: true };

    /// <summary>The key that the control plane has stands on the disks of these places, and on no other's.</summary>
    private async Task KeyIsAtAsync(params string[] places)
    {
        var certificate = await _operator.DocumentAsync("certificates", "duo");
        var secret = await _operator.GetAsync(
            $"/api/v1/namespaces/default/secrets/{certificate["spec"]!["secretName"]}");
        var key = Encoding.ASCII.GetString(
            Convert.FromBase64String(secret["data"]!["tls.key"]!.GetValue<string>()));
        foreach (var location in LiveNetwork.Locations)
        {
            var disk = new NodeDisk(_network, $"{location}-1");
            if (places.Contains(location))
            {
                Assert.Equal(key, disk.KeyOf("duo"));
                continue;
            }

            // A piece of the key without characters that JSON would write otherwise.
            var piece = key.Split('\n')[1].Split('+', '/').MaxBy(part => part.Length)!;
            Assert.All(disk.Everything(), section =>
            {
                Assert.DoesNotContain(piece, section.Text, StringComparison.Ordinal);
                Assert.True(
                    section.Key.StartsWith("names.", StringComparison.Ordinal)
                    || !section.Key.EndsWith(".duo", StringComparison.Ordinal),
                    section.Key);
            });
        }
    }

    private async Task PlainHttpIsRefusedAsync(string location)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"http://{_network.AddressOf(location)}:{LiveNetwork.HttpPort}/"));
        request.Headers.Host = Hostname;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    /// <summary>Every place that any answer named.</summary>
    private async Task<IReadOnlySet<string>> EverNamedAsync(CancellationToken stop)
    {
        var ever = new HashSet<string>();
        while (!stop.IsCancellationRequested)
        {
            ever.UnionWith(await _resolver.NamedAsync(Hostname));
            await Task.Delay(Pace, CancellationToken.None);
        }

        return ever;
    }
}
