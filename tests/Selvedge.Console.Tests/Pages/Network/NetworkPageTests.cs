using System.Collections.Immutable;
using Microsoft.Playwright;
using Selvedge.Console.Tests.Feeds;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using static Microsoft.Playwright.Assertions;

namespace Selvedge.Console.Tests.Pages.Network;

/// <summary>The Network page of the real console in a real browser.</summary>
public sealed class NetworkPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(375, 812, ColorScheme.Dark)]
    [InlineData(375, 812, ColorScheme.Light)]
    public async Task Shows_layers_3_and_4_without_complaint_scroll_or_foreign_request(
        int width, int height, ColorScheme scheme)
    {
        await using var open = await OpenAsync(width, height, scheme);
        var page = open.Page;

        await Expect(page.Locator("#reach-title")).ToHaveTextAsync("2 announcements not as wanted");
        await Expect(page.Locator("#prefix-anycast-1 td.reach[data-label='nyc']")).ToContainTextAsync("nobody told");
        await Expect(page.Locator("#prefix-anycast-1 tr.trouble").First).ToContainTextAsync(
            "It is to be announced, but no neighbour is told of it: look at the BGP peers of nyc.");
        await Expect(page.Locator("#prefix-anycast-1")).ToContainTextAsync("give it maxLength 24");
        await Expect(page.Locator("#prefixes tr.reach-row")).ToHaveCountAsync(3);
        await Expect(page.Locator("#peers tr.line")).ToHaveCountAsync(8);
        await Expect(page.Locator("#peer-fra-exchange-fra-2")).ToContainTextAsync("refuses the connection");
        await Expect(page.Locator("#balancers tr.line")).ToHaveCountAsync(12);
        await Expect(page.Locator("#service-web")).ToContainTextAsync("No new flows: shop is not serviceable by it.");
        await Expect(page.Locator("#service-dns")).ToContainTextAsync("Balancers disagree.");
        await Expect(page.Locator("#mitigations tr.line")).ToHaveCountAsync(3);
        await Expect(page.Locator("#mitigations")).ToContainTextAsync("UDP from port 53 to 192.0.2.10/32");
        await Expect(page.Locator("#drops-fra-1")).ToContainTextAsync("amplification");
        await Expect(page.Locator("#off li")).ToHaveCountAsync(2);
        await Expect(page.Locator("#off")).ToContainTextAsync("install bird2");
        await Expect(page.Locator("#space")).ToContainTextAsync("62.5 % used");

        await open.ShootAsync($"network-{width}-{scheme}".ToLowerInvariant());
        Assert.Equal(0, await OverflowAsync(page));
        Assert.Empty(open.Complaints);
        Assert.All(open.Requests, url => Assert.StartsWith(open.Address.AbsoluteUri, url, StringComparison.Ordinal));
        Assert.Empty(await page.EvaluateAsync<string[]>(Contrast.Script));
    }

    [Fact]
    public async Task A_link_to_a_prefix_opens_it_and_news_neither_close_it_nor_take_the_focus()
    {
        await using var open = await OpenAsync(1280, 800, ColorScheme.Dark, "#prefix-anycast-1");
        var page = open.Page;
        var detail = page.Locator("#detail-prefix-anycast-1");
        await Expect(detail).ToBeVisibleAsync();
        await Expect(page.Locator("#prefix-anycast-1 .opener")).ToBeFocusedAsync();
        await open.ShootAsync("network-detail-1280-dark", whole: false);

        open.Api.Put(Documents.Announcements, NetworkExample.Announcement("anycast-1", "nyc", Now, "Announced",
            "Serviceable", "", new AnnouncementAtNode("nyc-1", "Announced", "Serviceable", "", 1)));

        await Expect(page.Locator("#prefix-anycast-1 td.r-untold")).ToHaveCountAsync(0);
        await Expect(page.Locator("#reach-title")).ToHaveTextAsync("1 announcement not as wanted");
        await Expect(detail).ToBeVisibleAsync();
        await Expect(page.Locator("#prefix-anycast-1 .opener")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(detail).ToBeHiddenAsync();
        Assert.DoesNotContain("#", page.Url, StringComparison.Ordinal);
        await page.Locator("#prefix-anycast-6 .opener").ClickAsync();
        Assert.EndsWith("/network#prefix-anycast-6", page.Url, StringComparison.Ordinal);
        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(375, 812, ColorScheme.Dark)]
    public async Task A_network_without_any_of_it_tells_what_to_apply_and_fills_without_a_reload(
        int width, int height, ColorScheme scheme)
    {
        await using var open = await OpenPage.StartAsync(
            chromium.Get(), width, height, scheme, api => ExampleNetwork.Fill(api, Now), path: "network");
        var page = open.Page;
        await open.LinkReadsAsync("Live");

        await Expect(page.Locator("#reach-title")).ToHaveTextAsync("No network of its own yet");
        await Expect(page.Locator("#reach pre")).ToContainTextAsync("kind: BgpPeer");
        await Expect(page.Locator("#prefixes")).ToBeHiddenAsync();
        await open.ShootAsync($"network-empty-{width}-{scheme}".ToLowerInvariant());
        Assert.Equal(0, await OverflowAsync(page));

        open.Api.Put(Documents.Announcements, NetworkExample.Untold(Now));
        await Expect(page.Locator("#prefix-anycast-1")).ToBeVisibleAsync();
        await Expect(page.Locator("#peers")).ToContainTextAsync("No neighbours yet");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Many_places_fit_a_row_and_a_collection_that_control_withholds_is_named()
    {
        await using var open = await OpenPage.StartAsync(
            chromium.Get(), 1280, 800, ColorScheme.Dark, api =>
            {
                api.Withheld[Documents.Peers] = 403;
                foreach (var (location, _, _, _, _) in ExampleNetwork.Cities)
                {
                    foreach (var prefix in (string[])["one", "two"])
                    {
                        var told = location == "lax" ? 0 : 2;
                        api.Put(Documents.Announcements, NetworkExample.Announcement(prefix, location, Now,
                            "Announced", "Serviceable", "", new AnnouncementAtNode("n", "Announced", "", "", told)));
                    }
                }
            },
            path: "network");
        await open.LinkReadsAsync("Live");

        await Expect(open.Page.Locator("#prefixes table.dense td.reach"))
            .ToHaveCountAsync(2 * ExampleNetwork.Cities.Length);
        await Expect(open.Page.Locator("#prefix-one td.r-untold[data-label='lax']")).ToHaveCountAsync(1);
        await Expect(open.Page.Locator("#peers")).ToContainTextAsync("the API answered 403");
        await open.ShootAsync("network-many-1280-dark", whole: false);
        Assert.Equal(0, await OverflowAsync(open.Page));
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Without_control_the_page_says_so()
    {
        await using var open = await OpenPage.StartAsync(
            chromium.Get(), 1280, 800, ColorScheme.Light, apiUp: false, path: "network");
        await open.LinkReadsAsync("Unreachable");

        await Expect(open.Page.Locator("#reach-title")).ToHaveTextAsync("Control unreachable");
        await Expect(open.Page.Locator("#prefixes")).ToContainTextAsync("No state to show");
        await open.ShootAsync("network-no-control-1280-light");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Texts_of_documents_and_nodes_cannot_become_markup()
    {
        const string Hostile = "\"><img src=x onerror=alert(1)><script>alert(2)</script>&lt;b&gt;'";
        await using var open = await OpenPage.StartAsync(
            chromium.Get(), 1280, 800, ColorScheme.Dark, api =>
            {
                api.Put(Documents.Prefixes, NetworkExample.Document(Hostile,
                    new PrefixSpec { Network = Hostile, Sites = [Hostile] }, new PrefixStatus()));
                api.Put(Documents.Announcements, NetworkExample.Announcement(Hostile, Hostile, Now, "Announced",
                    Hostile, Hostile, new AnnouncementAtNode(Hostile, Hostile, Hostile, Hostile, 0)));
                api.Put(Documents.Peers, NetworkExample.Document(Hostile,
                    new BgpPeerSpec { Location = Hostile, Address = Hostile },
                    new BgpPeerStatus { Sessions = [new(Hostile, Hostile, Hostile, 1, 1)] }));
                api.Put(Documents.Aggregates, NetworkExample.Document(Hostile,
                    new AggregateSpec { Prefix = Hostile, Registry = Hostile }, new AggregateStatus()));
                api.Put(Documents.Nodes, NetworkExample.WithReport(Hostile, Hostile, Now, new NetworkReport
                {
                    Routing = new RoutingReport(Hostile, [], []),
                    Balancer = new BalancerReport("", [new BackendShare(Hostile, Hostile, 1, 1, 1, Hostile)]),
                    Defence = new DefenceReport("", ImmutableSortedDictionary<string, long>.Empty.Add(Hostile, 3),
                        [new MitigationReport(
                            new() { Source = Hostile, Protocol = Hostile, TcpFlags = Hostile }, Hostile, Hostile, Now,
                            Now.AddHours(1), 1)]),
                }));
            },
            path: "network");
        var page = open.Page;
        await open.LinkReadsAsync("Live");

        await Expect(page.Locator("#space")).ToContainTextAsync(Hostile);
        await Expect(page.Locator("#mitigations")).ToContainTextAsync(Hostile);
        await Expect(page.Locator("#off")).ToContainTextAsync(Hostile);
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "() => document.querySelectorAll('main img, main script, [onerror]').length"));
        Assert.Equal(0, await OverflowAsync(page));
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task A_phone_reaches_the_page_from_the_overview()
    {
        await using var open = await OpenPage.StartAsync(
            chromium.Get(), 375, 812, ColorScheme.Light, api => NetworkExample.Fill(api, Now));

        await open.Page.GetByRole(AriaRole.Link, new() { Name = "Network" }).ClickAsync();

        await Expect(open.Page.Locator("#reach-title")).ToHaveTextAsync("2 announcements not as wanted");
        await Expect(open.Page.Locator(".tabs [aria-current='page']")).ToHaveTextAsync("Network");
        Assert.Empty(open.Complaints);
    }

    private static Task<int> OverflowAsync(IPage page) => page.EvaluateAsync<int>(
        "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)");

    private async Task<OpenPage> OpenAsync(int width, int height, ColorScheme scheme, string anchor = "")
    {
        var open = await OpenPage.StartAsync(
            chromium.Get(), width, height, scheme, api => NetworkExample.Fill(api, Now), path: "network" + anchor);
        await open.LinkReadsAsync("Live");
        await Expect(open.Page.Locator("#mitigations")).ToBeVisibleAsync();
        return open;
    }
}
