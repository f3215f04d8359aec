using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Core.Geography;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Edge.Demand;
using Selvedge.Edge.Dns;
using Selvedge.Edge.Http;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Tests.Http;

/// <summary>What the kernel says of real connections, and how the edge comes to ask it.</summary>
public sealed class RoundTripTests
{
    private readonly ConcurrentQueue<(IPAddress Client, TimeSpan RoundTrip)> _told = new();
    private int _asked;

    [Fact]
    public async Task Each_connection_is_measured_once_at_its_first_request_that_counts()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin, options: Measuring());

        await edge.TextAsync("/a", "User-Agent: selvedge-probe");
        await edge.TextAsync("/a", "Host: other.test");
        Assert.Equal(0, _asked);
        await edge.TextAsync("/a");
        await edge.TextAsync("/a");
        await edge.TextAsync("/b");
        Assert.Equal(1, _asked);
        await edge.SayAsync("GET /a HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
        Assert.Equal(2, _asked);

        Assert.Equal(
            [(IPAddress.Loopback, TimeSpan.FromMilliseconds(1)), (IPAddress.Loopback, TimeSpan.FromMilliseconds(2))],
            _told.Select(entry => (entry.Client.MapToIPv4(), entry.RoundTrip)));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task So_is_one_of_TLS_whatever_number_of_requests_share_it(string version)
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin, options: Measuring());
        using var client = edge.Secure(Version.Parse(version));
        for (var request = 0; request < 3; request++)
        {
            using var answer = await client.PageAsync("https://shop.test/a");
        }

        Assert.Equal(1, _asked);
        Assert.Single(_told);
    }

    [Fact]
    public async Task What_is_measured_is_in_the_nodes_status_by_the_clients_region()
    {
        var frankfurt = new Coordinates { Latitude = 50.1, Longitude = 8.7 };
        var clients = new ClientMap([new("127.0.0.0/8", "DE", frankfurt)], CountryDatabase.Empty);
        var meter = new RoundTripMeter(() => clients, TimeProvider.System);
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin, options: Measuring() with { Measured = meter.Add });
        using var reporter = new StatusReporter(
            new NodeState("fra-1", "fra"),
            new StatusSources(
                () => [], () => [], () => [], () => new NodeLoad(0, 0, 0, 0, 0), () => [], () => null)
            {
                RoundTrips = meter.Read,
            },
            "instance", "test", TimeProvider.System, NullLogger<StatusReporter>.Instance);

        for (var connection = 0; connection < 3; connection++)
        {
            await edge.SayAsync("GET /a HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
        }

        Assert.Equal(
            [new RegionRoundTrip(Geohash.Of(frankfurt), 3, 2)],
            CoreJson.Read<NodeStatus>(CoreJson.Write(reporter.Status())).RoundTrips.AsEnumerable());
    }

    [Fact]
    public async Task Clients_on_this_machine_tell_nothing()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(
            origin, options: Measuring() with { RoundTrip = new HttpServerOptions().RoundTrip });
        await edge.TextAsync("/a");

        Assert.Empty(_told);
        var (client, server) = await PairAsync(IPAddress.Loopback, Socket.OSSupportsIPv6);
        using (client)
        using (server)
        {
            Assert.Null(TcpRoundTrip.Of(server));
        }
    }

    [Fact]
    public async Task The_kernel_tells_a_round_trip_that_is_no_longer_than_what_can_be_seen_of_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells it.");
        var (client, server) = await PairAsync(IPAddress.Loopback);
        using (client)
        using (server)
        {
            var shortest = await ShortestAsync(client, server);
            Assert.InRange(TcpRoundTrip.Read(server)!.Value, TimeSpan.FromMicroseconds(1), shortest);
            client.Dispose();
            server.Dispose();
            Assert.Null(TcpRoundTrip.Of(server));
        }
    }

    [Fact]
    public async Task Clients_with_an_address_of_a_network_are_measured_by_the_kernel()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells it.");
        Assert.SkipUnless(Own() is not null, "This machine has no address but the loopback's.");
        var (client, server) = await PairAsync(Own()!);
        using (client)
        using (server)
        {
            var shortest = await ShortestAsync(client, server);
            Assert.InRange(TcpRoundTrip.Of(server)!.Value, TimeSpan.FromMicroseconds(1), shortest);
        }
    }

    private HttpServerOptions Measuring() => new()
    {
        Measured = (client, roundTrip) => _told.Enqueue((client, roundTrip)),
        RoundTrip = _ => TimeSpan.FromMilliseconds(Interlocked.Increment(ref _asked)),
    };

    /// <summary>A connection to this machine, never beyond it.</summary>
    /// <param name="address">IPv4.</param>
    /// <param name="isMapped">Whether the server sees the client's address mapped into IPv6.</param>
    private static async Task<(Socket Client, Socket Server)> PairAsync(IPAddress address, bool isMapped = false)
    {
        using var listener = isMapped
            ? new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true }
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(isMapped ? address.MapToIPv6() : address, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(address, ((IPEndPoint)listener.LocalEndPoint!).Port);
        var server = await listener.AcceptAsync();
        server.NoDelay = true;
        return (client, server);
    }

    /// <summary>The shortest of some exchanges of one byte, from where the kernel is asked.</summary>
    private static async Task<TimeSpan> ShortestAsync(Socket client, Socket server)
    {
        var shortest = TimeSpan.MaxValue;
        var one = new byte[1];
        for (var round = 0; round < 20; round++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await server.SendAsync(one);
            await client.ReceiveAsync(one);
            await client.SendAsync(one);
            await server.ReceiveAsync(one);
            var took = TimeProvider.System.GetElapsedTime(started);
            shortest = took < shortest ? took : shortest;
        }

        return shortest;
    }

    private static IPAddress? Own() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address)
        .FirstOrDefault(address =>
            address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
}
