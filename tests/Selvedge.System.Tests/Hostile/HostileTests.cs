using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Hostile;

/// <summary>Strangers at every listener: all goes on as before, and the counters tell of them.</summary>
[Collection(CircleDefinition.Name)]
public sealed class HostileTests(CircleFixture circle)
{
    private const int Seed = 20_261_124;
    private const int Slow = 20;

    private readonly LiveNetwork _network = circle.Network;
    private readonly Health _health = Health.Of(circle.Network);

    [Fact]
    public async Task Dns_answers_on_after_noise_cut_queries_and_lying_frames()
    {
        var before = await Health.CountAsync(_network, "fra", "selvedge_dns_drops_total", "NotAQuery");
        var faults = await Health.CountAsync(_network, "fra", "selvedge_dns_faults_total");
        var tooLong = await Health.CountAsync(_network, "fra", "selvedge_dns_drops_total", "TooLong");
        var resolver = new Resolver(_network);
        foreach (var victim in LiveNetwork.Locations.Select(resolver.NodeOf).Append(_network.Dns))
        {
            await Attacker.DatagramsAsync(victim, HostileBytes.Packets(Seed));
            await Attacker.StreamsAsync(victim, HostileBytes.Frames(Seed));
        }

        var held = await Attacker.HoldAsync(resolver.NodeOf("fra"), [0], Slow);
        await _health.UnharmedAsync();
        Assert.True(await Health.CountAsync(_network, "fra", "selvedge_dns_drops_total", "NotAQuery") > before);
        Assert.True(await Health.CountAsync(_network, "fra", "selvedge_dns_faults_total") > faults);
        Assert.True(await Health.CountAsync(_network, "fra", "selvedge_dns_drops_total", "TooLong") > tooLong);
        Assert.Equal(0, await Health.CountAsync(_network, "fra", "selvedge_dns_drops_total", "\"Failure\""));
        Close(held);
    }

    [Fact]
    public async Task Http_serves_on_after_noise_giant_fields_smuggling_and_slow_clients()
    {
        var refused = await Health.CountAsync(_network, "nyc", "selvedge_http_handshakes_refused_total");
        var malformed = await Health.CountAsync(
            _network, "nyc", "selvedge_http_handshakes_refused_total", "\"malformed\"");
        var bad = await Health.CountAsync(_network, "nyc", "selvedge_http_requests_total", "code=\"400\"");
        foreach (var location in LiveNetwork.Locations)
        {
            var address = _network.AddressOf(location);
            var (http, https) = (
                new IPEndPoint(address, LiveNetwork.HttpPort), new IPEndPoint(address, LiveNetwork.HttpsPort));
            var requests = HostileBytes.Requests(LiveNetwork.Hostname).ToList();
            await Attacker.StreamsAsync(http, HostileBytes.Streams(Seed).Concat(requests));
            await Attacker.StreamsAsync(https, HostileBytes.Streams(Seed).Concat(HostileBytes.Greetings(Seed)));
            foreach (var name in new[] { "", "unknown.test", new string('a', 60) + ".test" })
            {
                await Attacker.SecretStreamsAsync(https, name, SslApplicationProtocol.Http11, [[1]]);
            }

            await Attacker.SecretStreamsAsync(
                https, LiveNetwork.Hostname, SslApplicationProtocol.Http11, requests);
            await Attacker.SecretStreamsAsync(
                https, LiveNetwork.Hostname, SslApplicationProtocol.Http2, HostileBytes.Http2(Seed));
        }

        var slowly = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {LiveNetwork.Hostname}\r\nX-Slow: ");
        var nyc = _network.AddressOf("nyc");
        var held = await Attacker.HoldAsync(new IPEndPoint(nyc, LiveNetwork.HttpPort), slowly, Slow);
        var mute = await Attacker.HoldAsync(new IPEndPoint(nyc, LiveNetwork.HttpsPort), [22, 3], Slow);
        await _health.UnharmedAsync();
        Assert.True(await Health.CountAsync(_network, "nyc", "selvedge_http_handshakes_refused_total") > refused);
        Assert.True(
            await Health.CountAsync(_network, "nyc", "selvedge_http_handshakes_refused_total", "\"malformed\"")
            > malformed);
        Assert.True(
            await Health.CountAsync(_network, "nyc", "selvedge_http_requests_total", "code=\"400\"") > bad);
        Close(held);
        Close(mute);
    }

    [Fact]
    public async Task What_operators_use_answers_on_after_noise_giant_fields_and_slow_clients()
    {
        var control = IPEndPoint.Parse(new Operator(_network).Server.Authority);
        var console = IPEndPoint.Parse(_network.Console.Authority);
        await Attacker.StreamsAsync(control, HostileBytes.Streams(Seed).Concat(HostileBytes.Greetings(Seed)));
        await Attacker.SecretStreamsAsync(
            control, "localhost", SslApplicationProtocol.Http11, HostileBytes.Requests("localhost"));
        await Attacker.SecretStreamsAsync(
            control, "localhost", SslApplicationProtocol.Http2, HostileBytes.Http2(Seed));
        List<TcpClient> held = [.. await Attacker.HoldAsync(control, [22, 3], Slow)];
        foreach (var victim in LiveNetwork.Locations
            .Select(location => new IPEndPoint(_network.AddressOf(location), 9100)).Append(console))
        {
            await Attacker.StreamsAsync(
                victim, HostileBytes.Streams(Seed).Concat(HostileBytes.Requests(victim.ToString())));
            held.AddRange(await Attacker.HoldAsync(victim, "GET /metrics HTT"u8.ToArray(), Slow));
        }

        await _health.UnharmedAsync();
        Close(held);
    }

    [Fact]
    public async Task The_api_refuses_every_malformed_document_with_a_reason_and_takes_none()
    {
        using var api = new Operator(_network);
        var revision = (await api.GetAsync("/apis/selvedge.dev/v1/sites"))["items"]!.ToJsonString();
        var refused = await Health.CountAsync(_network, "control", "selvedge_api_requests_total", "code=\"4");
        var sites = "/apis/selvedge.dev/v1/namespaces/default/sites";
        foreach (var (type, body) in HostileDocuments.All())
        {
            var text = Encoding.Latin1.GetString(body);
            foreach (var (method, path) in new[]
            {
                (HttpMethod.Post, sites), (HttpMethod.Put, $"{sites}/atlas"), (HttpMethod.Patch, $"{sites}/atlas"),
                (HttpMethod.Post, "/selvedge/v1/purges"), (HttpMethod.Post, "/selvedge/v1/whys"),
            })
            {
                var answer = await api.SendAsync(method, path, text, type);
                Assert.True(
                    answer.Code is >= 400 and < 500 || path.StartsWith("/selvedge", StringComparison.Ordinal),
                    $"{method} {path} with {Start(text)} got {answer.Code}: {Start(answer.Text)}");
                Assert.True(answer.Code < 500, $"{method} {path} with {Start(text)} got {answer.Code}");
            }
        }

        Assert.Equal(revision, (await api.GetAsync("/apis/selvedge.dev/v1/sites"))["items"]!.ToJsonString());
        Assert.True(await Health.CountAsync(_network, "control", "selvedge_api_requests_total", "code=\"4") > refused);
        await _health.UnharmedAsync();
    }

    [Fact]
    public async Task Control_weighs_on_after_malformed_foreign_and_absurd_statuses()
    {
        var statuses = await HostileStatuses.OpenAsync(_network, "fra");
        Dictionary<string, double> before = [];
        foreach (var reason in new[] { "malformed", "oversized", "not_its_own" })
        {
            before[reason] = await Health.CountAsync(_network, "control", "selvedge_bus_dropped_total", reason);
        }

        await using (statuses)
        {
            await statuses.SendAllAsync(Seed);
        }

        foreach (var (reason, count) in before)
        {
            await LiveNetwork.UntilAsync(
                async () => await Health.CountAsync(_network, "control", "selvedge_bus_dropped_total", reason) > count,
                TimeSpan.FromSeconds(10),
                $"counted as {reason}");
        }

        await _health.UnharmedAsync();
    }

    private static string Start(string text) => text.Length > 200 ? text[..200] : text;

    private static void Close(IEnumerable<TcpClient> held)
    {
        foreach (var connection in held)
        {
            connection.Dispose();
        }
    }
}
