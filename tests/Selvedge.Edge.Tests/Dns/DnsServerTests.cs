using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Core.Resources;
using Selvedge.Edge.Dns;
using Selvedge.Edge.Node;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Tests.Dns;

public sealed class DnsServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    private DnsServer _server = null!;
    private IPEndPoint _endPoint = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync();
        _endPoint = _server.EndPoints[0];
        _server.Swap(TestWorld.Snapshot);
        _server.Swap(TestWorld.Verdicts(7, "fra", "nyc", "syd"));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("www.example.test A", "status: NOERROR", "192.0.2.2")]
    [InlineData("www.example.test AAAA", "status: NOERROR", "2001:db8::1")]
    [InlineData("example.test SOA", "status: NOERROR", "host\\.master.example.test. 2024 3600 600 1209600 60")]
    [InlineData("example.test NS", "flags: qr aa;", "ns2.other.test.")]
    [InlineData("example.test MX", "status: NOERROR", "10 mail.example.test.")]
    [InlineData("example.test TXT", "status: NOERROR", "\"v=spf1 -all\"")]
    [InlineData("example.test CAA", "status: NOERROR", "0 issue \"ca.example\"")]
    [InlineData("alias2.example.test A", "ANSWER: 4", "192.0.2.1")]
    [InlineData("example.test ANY", "ANSWER: 1", "HINFO")]
    [InlineData("nothere.example.test A", "status: NXDOMAIN", "AUTHORITY: 1")]
    [InlineData("www.example.test MX", "status: NOERROR", "ANSWER: 0, AUTHORITY: 1")]
    [InlineData("child.example.test A", "flags: qr;", "ns.child.example.test.")]
    [InlineData("example.org A", "status: REFUSED", "EDNS: version: 0")]
    [InlineData("version.bind TXT CH", "status: REFUSED", "EDNS: version: 0")]
    [InlineData("+edns=1 +noednsnegotiation www.example.test A", "status: BADVERS", "EDNS: version: 0")]
    [InlineData("+noedns +opcode=STATUS example.test A", "status: NOTIMP", "opcode: STATUS")]
    [InlineData("+noedns +header-only example.test A", "status: FORMERR", "QUERY: 0")]
    [InlineData("+noedns www.example.test A", "ADDITIONAL: 0", "192.0.2.1")]
    [InlineData("+subnet=198.51.100.9/32 shop.example.test A", "CLIENT-SUBNET: 198.51.100.9/32/25", "127.0.2.2")]
    [InlineData("+subnet=203.0.113.0/24 shop.example.test A", "CLIENT-SUBNET: 203.0.113.0/24/24", "127.0.1.1")]
    [InlineData("+subnet=2001:db8:de::/56 shop.example.test AAAA", "2001:db8:de::/56/48", "2001:db8:1::1")]
    [InlineData("+subnet=0 shop.example.test A", "/0/0", "127.0.1.1")]
    [InlineData("sHoP.eXaMpLe.TeSt A", "sHoP.eXaMpLe.TeSt.", "127.0.1.1")]
    [InlineData("_acme-challenge.shop.example.test TXT", "status: NOERROR", "token-2")]
    public async Task Dig_reads_every_kind_of_answer_over_udp_and_tcp(string arguments, string first, string second)
    {
        foreach (var transport in (string[])["+notcp", "+tcp"])
        {
            var text = await Client.DigAsync(_endPoint, [transport, "+nocookie", .. arguments.Split(' ')]);
            Assert.Contains(first, text, StringComparison.Ordinal);
            Assert.Contains(second, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Dig_turns_to_tcp_where_the_answer_is_truncated()
    {
        var text = await Client.DigAsync(_endPoint, "big.example.test", "TXT");
        Assert.Contains("Truncated, retrying in TCP mode", text, StringComparison.Ordinal);
        Assert.Contains("ANSWER: 30", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipelined_queries_are_all_answered_even_in_pieces()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_endPoint, TestContext.Current.CancellationToken);
        client.NoDelay = true;
        var stream = client.GetStream();
        for (ushort id = 1; id <= 200; id++)
        {
            await Client.WriteAsync(stream, new DnsQuery("www.example.test", DnsType.A) { Id = id });
        }

        for (ushort id = 1; id <= 200; id++)
        {
            Assert.Equal(id, (await Client.ReadAsync(stream)).Header.Id);
        }

        Assert.True(new DnsQuery("www.example.test", DnsType.A) { Id = 7 }.TryEncode(out var packet, out _));
        foreach (var one in (byte[])[0, (byte)packet.Length, .. packet])
        {
            await stream.WriteAsync((byte[])[one], TestContext.Current.CancellationToken);
        }

        Assert.Equal(7, (await Client.ReadAsync(stream)).Header.Id);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 1, 2, 3 })]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0, 3, 1, 2, 3 })]
    public async Task What_is_no_query_ends_its_connection_and_nothing_else(byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_endPoint, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[10], TestContext.Current.CancellationToken));
        Assert.NotNull(await Client.UdpAsync(_endPoint, new DnsQuery("www.example.test", DnsType.A), Wait));
    }

    [Fact]
    public async Task Several_servers_share_one_end_point_and_one_may_end_without_the_others()
    {
        var second = await StartAsync(_endPoint);
        second.Swap(TestWorld.Snapshot);
        Assert.Equal(_endPoint, second.EndPoints[0]);
        await second.DisposeAsync();
        for (var round = 0; round < 20; round++)
        {
            Assert.NotNull(await Client.UdpAsync(_endPoint, new DnsQuery("www.example.test", DnsType.A), Wait));
        }
    }

    [Fact]
    public async Task Swaps_lose_no_query_and_tear_no_answer()
    {
        using var stop = new CancellationTokenSource();
        var swaps = 0;
        var swapping = Task.Run(
            () =>
            {
                for (var epoch = 10; !stop.IsCancellationRequested; epoch++)
                {
                    var number = epoch % 250;
                    var zone = TestWorld.Zone with
                    {
                        Records = TestWorld.Zone.Records.Add(
                            TestWorld.Record("pair", "A", $"10.0.0.{number}", $"10.0.1.{number}")),
                    };
                    _server.Swap(TestWorld.Snapshot with
                    {
                        Epoch = epoch,
                        Zones = TestWorld.Snapshot.Zones.SetItem(zone.Apex, zone),
                    });
                    _server.Swap(epoch % 2 == 0
                        ? TestWorld.Verdicts(epoch, "fra")
                        : TestWorld.Verdicts(epoch, "nyc"));
                    Interlocked.Increment(ref swaps);
                }
            },
            TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref swaps) > 0, Wait));
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_endPoint, TestContext.Current.CancellationToken);
        for (ushort round = 0; round < 500; round++)
        {
            var pair = new DnsQuery("pair.example.test", DnsType.A) { Id = round };
            await Client.WriteAsync(tcp.GetStream(), pair);
            foreach (var message in (DnsMessage?[])
                [await Client.UdpAsync(_endPoint, pair, Wait), await Client.ReadAsync(tcp.GetStream())])
            {
                Assert.NotNull(message);
                Assert.Equal(2, message.Answers.Length);
                Assert.Equal(message.Answers[0].Text.Split('.')[3], message.Answers[1].Text.Split('.')[3]);
            }

            var shop = await Client.UdpAsync(_endPoint, new DnsQuery("shop.example.test", DnsType.A), Wait);
            Assert.NotNull(shop);
            Assert.Contains(
                string.Join(' ', shop.Answers.Select(record => record.Text)),
                (string[])["127.0.1.1", "127.0.2.1 127.0.2.2", "127.0.1.1 127.0.2.1 127.0.2.2"]);
        }

        await stop.CancelAsync();
        await swapping;
        Assert.InRange(swaps, 20, int.MaxValue);
    }

    [Fact]
    public void A_table_is_freed_only_when_its_reader_has_left_it()
    {
        using var publisher = new TablePublisher(TestWorld.Table(), TimeProvider.System);
        var reader = publisher.Join();
        var held = reader.Enter();
        publisher.Publish(TestWorld.Table());
        Assert.Equal(1, publisher.RetiredCount);
        Assert.Equal(2, TestWorld.Ask(held, new DnsQuery("www.example.test", DnsType.A)).Answers.Length);
        reader.Exit();
        publisher.Publish(TestWorld.Table());
        Assert.Equal(0, publisher.RetiredCount);
    }

    [Fact]
    public void An_explanation_tells_the_answer_and_each_filters_reason()
    {
        _server.Swap(TestWorld.Verdicts(8, "nyc", "syd"));
        var explanation = _server.Explain("shopalias.example.test", DnsType.A, TestWorld.German);
        Assert.NotNull(explanation?.Decision);
        Assert.Equal(DnsRcode.NoError, explanation.Rcode);
        Assert.Equal(8, explanation.VerdictEpoch);
        Assert.Equal(5, explanation.SnapshotEpoch);
        Assert.Equal(24, explanation.ScopeLength);
        Assert.Equal("shop.example.test. 30 IN A 127.0.2.1", explanation.Answers[1]);
        Assert.Equal(
            ["placed", "up", "geotarget_latlong", "select_first_n"],
            explanation.Decision.Steps.Select(step => step.Filter));
        var down = explanation.Decision.Steps[1].Places.Single(place => !place.Kept);
        Assert.Equal(("fra", "shut: healthy (NoQuorum)"), (down.Location, down.Reason));
        Assert.Equal(
            explanation.Answers.Skip(1).Select(record => record.Split(' ')[^1]),
            explanation.Decision.Places.SelectMany(place => place.Addresses));
        Assert.Null(_server.Explain("a..b", DnsType.A, TestWorld.German));
        Assert.Null(_server.Explain("www.example.test", DnsType.A, TestWorld.German)!.Decision);
    }

    [Fact]
    public async Task Queries_are_counted_by_type_rcode_and_transport()
    {
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Selvedge" && instrument.Name == "selvedge_dns_queries_total")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var key = string.Join(' ', tags.ToArray().Select(tag => tag.Value));
            counted[key] = counted.GetValueOrDefault(key) + value;
        });
        listener.Start();
        for (var round = 0; round < 3; round++)
        {
            await Client.UdpAsync(_endPoint, new DnsQuery("gone.example.test", DnsType.CAA), Wait);
        }

        listener.RecordObservableInstruments();
        Assert.InRange(counted["CAA NXDOMAIN udp"], 3, long.MaxValue);
    }

    [Fact]
    public void Sections_that_cannot_be_used_are_refused_by_their_key_with_every_reason()
    {
        var badZone = TestWorld.Nested with { Records = [TestWorld.Record("x", "A", "nonsense")] };
        var other = new SiteId("other", "shop");
        var badNames = TestWorld.Names("SHOP.example.test", "alias.example.test") with
        {
            Site = other,
            Steering = new SiteSteering { WhenAllDown = "Never", Filters = [new() { Name = "magic" }] },
        };
        var badClients = TestWorld.Network with { Clients = [new("no/24", "DE", TestWorld.At(0, 0))] };
        var snapshot = TestWorld.Snapshot with
        {
            Network = badClients,
            Zones = TestWorld.Snapshot.Zones.SetItem(badZone.Apex, badZone),
            Names = TestWorld.Snapshot.Names.Add(other, badNames),
        };
        var manifest = TestWorld.Manifest(snapshot);
        var refusals = _server.Check(snapshot, manifest);
        Assert.Equal(
            ["network", "zone.nested_example_test", "names.other.shop"], refusals.Select(refusal => refusal.Key));
        Assert.All(refusals, refusal => Assert.Contains(manifest.Sections, entry => entry.Hash == refusal.Hash));
        Assert.Contains("nonsense", refusals[1].Reason, StringComparison.Ordinal);
        foreach (var expected in (string[])["already default/shop's", "alias (CNAME)", "Never", "magic"])
        {
            Assert.Contains(expected, refusals[2].Reason, StringComparison.Ordinal);
        }

        Assert.Empty(_server.Check(TestWorld.Snapshot, TestWorld.Manifest(TestWorld.Snapshot)));
    }

    [Fact]
    public async Task A_country_database_that_cannot_be_read_is_left_out()
    {
        await using var server = new DnsServer(
            new DnsServerOptions { Listen = [], CountryDatabasePath = "/nonexistent.mmdb" },
            new NodeState("fra-1", "fra"),
            TimeProvider.System,
            NullLogger.Instance);
        Assert.Equal(DnsRcode.Refused, server.Explain("www.example.test", DnsType.A, TestWorld.German)!.Rcode);
    }

    [Fact]
    public async Task An_end_point_that_cannot_be_bound_starts_nothing()
    {
        await using var server = new DnsServer(
            new DnsServerOptions { Listen = [new IPEndPoint(IPAddress.Parse("192.0.2.77"), 0)], Workers = 1 },
            new NodeState("fra-1", "fra"),
            TimeProvider.System,
            NullLogger.Instance);
        await Assert.ThrowsAsync<SocketException>(() => server.StartAsync(TestContext.Current.CancellationToken));
        Assert.Empty(server.EndPoints);
    }

    [Fact]
    public async Task A_server_on_every_address_answers_from_the_address_it_was_asked_at()
    {
        await using var server = await StartAsync(new IPEndPoint(IPAddress.Any, 0));
        server.Swap(TestWorld.Snapshot);
        var there = new IPEndPoint(IPAddress.Parse("127.7.7.7"), server.EndPoints[0].Port);
        Assert.NotNull(await Client.UdpAsync(there, new DnsQuery("www.example.test", DnsType.A), Wait));
    }

    private static async Task<DnsServer> StartAsync(IPEndPoint? endPoint = null)
    {
        // A port that is free for TCP may be taken for UDP: try another.
        for (var attempt = 0; ; attempt++)
        {
            var server = new DnsServer(
                new DnsServerOptions { Listen = [endPoint ?? new IPEndPoint(IPAddress.Loopback, 0)], Workers = 2 },
                new NodeState("fra-1", "fra"),
                TimeProvider.System,
                NullLogger.Instance);
            try
            {
                await server.StartAsync(TestContext.Current.CancellationToken);
                return server;
            }
            catch (SocketException) when (attempt < 5)
            {
                await server.DisposeAsync();
            }
        }
    }
}
