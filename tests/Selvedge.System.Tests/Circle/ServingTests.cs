using System.Net;
using System.Security.Cryptography;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

[Collection(CircleDefinition.Name)]
public sealed class ServingTests(CircleFixture circle)
{
    private LiveNetwork Network => circle.Network;

    [Theory]
    [InlineData("fra", "1.1")]
    [InlineData("nyc", "2.0")]
    [InlineData("syd", "2.0")]
    public async Task Every_file_is_byte_identical_to_the_origins_cold_and_cached(string location, string version)
    {
        using var client = Network.ClientOf(location);
        var (root, files) = (Network.SiteRoot, Network.SiteFiles);
        Assert.InRange(files.Count, 100, 300);
        foreach (var pass in new[] { "cold", "cached" })
        {
            foreach (var file in files)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/{file}")
                {
                    Version = Version.Parse(version),
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                };
                using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
                var expected =
                    await File.ReadAllBytesAsync(Path.Combine(root, file), TestContext.Current.CancellationToken);
                Assert.True(
                    SHA256.HashData(expected).SequenceEqual(SHA256.HashData(body)), $"{file} differs when {pass}");
            }
        }
    }

    [Theory]
    [InlineData("203.0.113.0", "fra")]
    [InlineData("198.51.100.0", "nyc")]
    [InlineData("192.0.2.0", "syd")]
    public async Task Clients_are_sent_to_the_nearest_place_first(string client, string location)
    {
        var addresses = await DnsAsk.AddressesAsync(Network.Dns, LiveNetwork.Hostname, client);

        Assert.NotNull(addresses);
        Assert.Equal(2, addresses.Count);
        Assert.Equal(Network.AddressOf(location), addresses[0]);
    }

    [Fact]
    public async Task The_second_request_is_a_hit_and_says_so()
    {
        using var client = Network.ClientOf("fra");
        using var first = await client.GetAsync("/css/atlas.css", TestContext.Current.CancellationToken);
        using var second = await client.GetAsync("/css/atlas.css", TestContext.Current.CancellationToken);

        Assert.StartsWith("selvedge; hit", second.Headers.GetValues("Cache-Status").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_process_tells_its_metrics()
    {
        using var http = new HttpClient();
        foreach (var location in LiveNetwork.Locations)
        {
            var text = await http.GetStringAsync(
                new Uri($"http://{Network.AddressOf(location)}:9100/metrics"), TestContext.Current.CancellationToken);
            Assert.Contains("# TYPE selvedge_http_requests_total counter", text, StringComparison.Ordinal);
            Assert.Contains("selvedge_dns_queries_total", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_request_leaves_one_access_line()
    {
        using var client = Network.ClientOf("syd");
        var marker = $"/?marker={Guid.NewGuid():N}";
        using var response = await client.GetAsync(marker, TestContext.Current.CancellationToken);
        var id = response.Headers.GetValues("X-Request-Id").Single();
        var file = Path.Combine(Network.State, "logs", "syd-1.access.log");

        await LiveNetwork.UntilAsync(
            async () => (await File.ReadAllTextAsync(file)).Contains(id, StringComparison.Ordinal),
            TimeSpan.FromSeconds(5),
            "the access line");
        var lines = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken))
            .Where(line => line.Contains(marker, StringComparison.Ordinal));
        Assert.Single(lines);
    }
}
