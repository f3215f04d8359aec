using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Probes;
using Selvedge.Edge.Workloads;

namespace Selvedge.Edge.Tests.Http;

/// <summary>Sites that pods serve.</summary>
public sealed class ServiceTests
{
    private static readonly SiteId Upstream = new("default", Service.IngressUpstream);

    [Fact]
    public async Task Requests_are_spread_over_this_nodes_pods_and_go_to_neighbours_only_without_them()
    {
        await using var one = Origin.Saying("Cache-Control: no-store", "one");
        await using var two = Origin.Saying("Cache-Control: no-store", "two");
        await using var neighbour = Origin.Saying("Cache-Control: no-store", "neighbour");
        await using var edge = await StartAsync(one, neighbour);
        edge.Server.Services.Follow([Pod(one), Pod(two)]);

        var served = new List<string>();
        for (var request = 0; request < 10; request++)
        {
            served.Add(await edge.TextAsync("/"));
        }

        Assert.Equal(5, served.Count(text => text == "one"));
        Assert.Equal(5, served.Count(text => text == "two"));

        edge.Server.Services.Follow([]);
        Assert.Equal("neighbour", await edge.TextAsync("/"));
    }

    [Fact]
    public async Task A_node_that_has_just_started_serves_from_the_pods_that_control_knew()
    {
        await using var kept = Origin.Saying("Cache-Control: no-store", "kept");
        await using var edge = await StartAsync(kept, kept, neighbourNode: "fra-1");
        Assert.Equal("kept", await edge.TextAsync("/"));

        edge.Server.Services.Follow([]);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{edge.HttpPort}/");
        using var response = await edge.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task What_a_service_is_asked_for_is_counted_also_while_no_pod_answers()
    {
        await using var one = Origin.Saying("Cache-Control: no-store", "one");
        var neighbour = Origin.Saying("Cache-Control: no-store", "neighbour");
        await using var edge = await StartAsync(one, neighbour);
        edge.Server.Traffic.Read();
        edge.Server.Services.Follow([Pod(one)]);
        await edge.TextAsync("/");
        Assert.Equal(1, edge.Server.Traffic.Of(Upstream).Requests);

        using var look = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{edge.HttpPort}/");
        look.Headers.UserAgent.ParseAdd(SiteProbeRun.UserAgent);
        using var seen = await edge.SendAsync(look);
        Assert.True(seen.IsSuccessStatusCode);
        Assert.Equal(1, edge.Server.Traffic.Of(Upstream).Requests);

        await neighbour.DisposeAsync();
        edge.Server.Services.Follow([]);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{edge.HttpPort}/none");
        using var response = await edge.SendAsync(request);
        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal(2, edge.Server.Traffic.Of(Upstream).Requests);
        Assert.Equal(0, edge.Server.Traffic.Of(Upstream).InFlight);
        Assert.Equal(Upstream.Name, Assert.Single(edge.Server.Traffic.Read()).Name);
    }

    [Fact]
    public async Task A_pod_that_is_gone_or_breaks_off_is_passed_over_and_no_request_fails()
    {
        await using var good = Origin.Saying("Cache-Control: no-store", "good");
        await using var breaks = new Origin((_, stream) =>
        {
            stream.Close();
            return Task.CompletedTask;
        });
        var dead = new Origin((_, _) => Task.CompletedTask);
        await using var edge = await StartAsync(good, good);
        var pods = ImmutableArray.Create(Pod(dead), Pod(breaks), Pod(good));
        await dead.DisposeAsync();
        edge.Server.Services.Follow(pods);

        for (var request = 0; request < 30; request++)
        {
            Assert.Equal("good", await edge.TextAsync("/"));
        }
    }

    [Theory]
    [InlineData("Content-Length: 11\r\n\r\nhello ")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0")]
    public async Task A_pod_that_dies_while_it_answers_is_passed_over_too(string part)
    {
        await using var good = Origin.Saying("Cache-Control: no-store", "good");
        await using var dies = new Origin(async (_, stream) =>
        {
            await stream.SayAsync("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\n" + part);
            stream.Close();
        });
        await using var edge = await StartAsync(good, good);
        edge.Server.Services.Follow([Pod(dies), Pod(good)]);

        for (var request = 0; request < 10; request++)
        {
            Assert.Equal("good", await edge.TextAsync("/"));
        }

        Assert.NotEmpty(dies.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Type: text/event-stream\r\n")]
    public async Task The_beginning_of_a_stream_is_not_kept_from_the_client(string field)
    {
        var more = new TaskCompletionSource();
        await using var origin = new Origin(async (_, stream) =>
        {
            await stream.SayAsync(
                $"HTTP/1.1 200 OK\r\nCache-Control: no-store\r\n{field}Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
            await more.Task;
            await stream.SayAsync("3\r\ntwo\r\n0\r\n\r\n");
        });
        await using var edge = await StartAsync(origin, null);
        edge.Server.Services.Follow([Pod(origin)]);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{edge.HttpPort}/");
        using var response = await edge.SendAsync(request);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var bytes = new byte[8];
        Assert.Equal(3, await body.ReadAsync(bytes, TestContext.Current.CancellationToken));
        more.SetResult();
        using var rest = new StreamReader(body);
        Assert.Equal("two", await rest.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_may_have_been_done_is_not_asked_twice()
    {
        var asked = 0;
        await using var breaks = new Origin((_, stream) =>
        {
            Interlocked.Increment(ref asked);
            stream.Close();
            return Task.CompletedTask;
        });
        await using var edge = await StartAsync(breaks, breaks);
        edge.Server.Services.Follow([Pod(breaks)]);

        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{edge.HttpPort}/")
        {
            Content = new StringContent("order"),
        };
        using var response = await edge.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(1, Volatile.Read(ref asked));
    }

    [Fact]
    public async Task A_service_without_ready_pods_is_a_502_that_says_so()
    {
        await using var origin = Origin.Saying("");
        await using var edge = await StartAsync(origin, null);

        using var response = await edge.GetAsync("/");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(0, origin.Connections);
    }

    private static async Task<Edge> StartAsync(
        Origin origin, Origin? neighbour, string neighbourNode = "fra-2")
    {
        var edge = await Edge.StartAsync(origin, site => site with { Backend = new SiteBackend() });
        edge.Swap(edge.Snapshot with
        {
            Services = ImmutableSortedDictionary<SiteId, ServiceSection>.Empty.Add(Upstream, new ServiceSection(
                Upstream,
                new ServiceSpec().Selector.Add("app", "shop"),
                [new ServicePort { Port = 80, TargetPort = new PortReference(0, "http") }],
                neighbour is null
                    ? []
                    : [new ServiceEndpoint(neighbourNode, ImmutableSortedDictionary<int, string>.Empty.Add(
                        80, $"127.0.0.1:{neighbour.Port}"))])),
        });
        return edge;
    }

    private static LocalEndpoint Pod(Origin origin) => new(
        "default", $"shop-{origin.Port}", $"uid-{origin.Port}",
        ImmutableSortedDictionary<string, string>.Empty.Add("app", "shop"),
        new PodSpec
        {
            Containers =
            [
                new Container { Ports = [new ContainerPort { Name = "http", Number = origin.Port }] },
            ],
        },
        true,
        IPAddress.Loopback);
}
