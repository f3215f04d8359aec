using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Selvedge.Console.Tests.Feeds;
using static Microsoft.Playwright.Assertions;

namespace Selvedge.Console.Tests.Pages;

/// <summary>The real console in a real browser.</summary>
public sealed partial class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(375, 812, ColorScheme.Dark)]
    [InlineData(375, 812, ColorScheme.Light)]
    public async Task Shows_the_whole_network_without_complaint_scroll_or_foreign_request(
        int width, int height, ColorScheme scheme)
    {
        await using var open = await OpenAsync(width, height, scheme);
        var page = open.Page;

        await Expect(page.Locator("#map a.place")).ToHaveCountAsync(3);
        await Expect(page.Locator("#map a.place.s-shut")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("New York, US (nyc): degraded, 2/2 nodes, 2 of 3 sites serviceable"))
            .ToBeVisibleAsync();
        await Expect(page.Locator("#sites tr.verdict")).ToHaveCountAsync(9);
        await Expect(page.Locator("#sites td.gate")).ToHaveCountAsync(72);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Certificate shut: HandshakeChainExpired" }))
            .ToBeVisibleAsync();
        await Expect(page.Locator("#network-title")).ToHaveTextAsync("1 of 3 sites degraded");
        await Expect(page.Locator("#events li")).ToHaveCountAsync(6);
        await Expect(page.Locator("#locations tr.node")).ToHaveCountAsync(6);
        Assert.True(await LandIsDrawnAsync(page), "the outline of land is not drawn");

        await open.ShootAsync($"page-{width}-{scheme}".ToLowerInvariant());
        await Expect(page.Locator("html"))
            .ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"));
        Assert.Empty(open.Complaints);
        Assert.All(open.Requests, url => Assert.StartsWith(open.Address.AbsoluteUri, url, StringComparison.Ordinal));
        Assert.Empty(await page.EvaluateAsync<string[]>(Contrast.Script));
    }

    [Fact]
    public async Task A_change_of_verdict_shows_without_a_reload_and_nothing_moves()
    {
        await using var open = await OpenAsync(1280, 800, ColorScheme.Dark);
        var page = open.Page;
        await page.EvaluateAsync("() => { window.same = true; }");
        var before = await BoxesAsync(page);

        open.Api.Put(Documents.Sites, ExampleNetwork.Shop(Now, fraOpen: false, epoch: 4712));
        await page.WaitForFunctionAsync(
            "() => document.getElementById('row-default.shop.fra').classList.contains('s-shut')",
            null, new() { PollingInterval = 10 });

        await Expect(page.Locator("#status .epoch b")).ToHaveTextAsync("4,712");
        await Expect(page.Locator("#events li").First)
            .ToContainTextAsync("shop at fra is shut: Ready ConnectionRefused.");
        Assert.True(await page.EvaluateAsync<bool>("() => window.same"), "the page was reloaded");
        Assert.Equal(before, await BoxesAsync(page));
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Says_that_control_is_unreachable_and_how_old_the_shown_state_is_and_recovers()
    {
        await using var open = await OpenAsync(1280, 800, ColorScheme.Dark);
        var page = open.Page;
        var before = await BoxesAsync(page);

        await open.Api.StopAsync();
        await open.LinkReadsAsync("Unreachable");
        await Expect(page.Locator("#notice")).ToContainTextAsync("Control unreachable. Showing the last state,");
        await Expect(page.Locator("#notice")).ToContainTextAsync(AgeThatGrew(), new() { Timeout = 20_000 });
        await Expect(page.Locator("#sites tr.verdict")).ToHaveCountAsync(9);
        Assert.Equal(before, await BoxesAsync(page));
        await open.ShootAsync("unreachable-1280-dark", whole: false);

        await open.Api.StartAsync();
        await open.LinkReadsAsync("Live");
        open.Api.Put(Documents.Sites, ExampleNetwork.Shop(Now, fraOpen: false));
        await Expect(page.Locator("tr.s-shut[id='row-default.shop.fra']")).ToBeVisibleAsync();
        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(375, 812)]
    public async Task The_keyboard_reaches_reasons_and_details(int width, int height)
    {
        await using var open = await OpenAsync(width, height, ColorScheme.Light);
        var page = open.Page;
        var gate = page.GetByRole(AriaRole.Button, new() { Name = "Certificate shut: HandshakeChainExpired" });

        await TabToAsync(page, "Certificate shut: HandshakeChainExpired");
        await Expect(gate).ToBeFocusedAsync();
        var tip = page.Locator("[id='tip-default.shop.nyc-Certificate']");
        await Expect(tip).ToBeVisibleAsync();
        await Expect(tip).ToContainTextAsync("expired 4 minutes ago");
        var box = await tip.BoundingBoxAsync();
        Assert.InRange(box!.X, 0, width - box.Width);
        await open.ShootAsync($"tip-{width}-light", whole: false);
        await page.Keyboard.PressAsync("Escape");
        await Expect(tip).ToBeHiddenAsync();

        var detail = page.Locator("[id='detail-default.shop.nyc']");
        await Expect(detail).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(detail).ToBeVisibleAsync();
        await Expect(detail).ToContainTextAsync("None of 3 observers completed a handshake.");

        open.Api.Put(Documents.Sites, ExampleNetwork.Shop(Now, fraOpen: false));
        await Expect(page.Locator("tr.s-shut[id='row-default.shop.fra']")).ToBeVisibleAsync();
        await Expect(detail).ToBeVisibleAsync();
        await Expect(gate).ToBeFocusedAsync();
        await open.ShootAsync($"detail-{width}-light", whole: false);
        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(768)]
    [InlineData(1024)]
    [InlineData(1920)]
    [InlineData(2560)]
    public async Task Many_locations_and_sites_fit_any_width_and_stay_live(int width)
    {
        await using var open = await OpenPage.StartAsync(
            chromium.Get(), width, 900, ColorScheme.Dark, api => ExampleNetwork.FillMany(api, Now));
        var page = open.Page;
        await open.LinkReadsAsync("Live");
        await Expect(page.Locator("#map a.place")).ToHaveCountAsync(ExampleNetwork.Cities.Length);
        await open.ShootAsync($"many-{width}-dark", whole: false);

        await Expect(page.Locator("#sites")).ToContainTextAsync("of 500 sites.");
        Assert.InRange(await page.Locator("#sites tr.verdict").CountAsync(), 100, Limits.RowsShown);
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"));

        foreach (var shutAt in (string[])["fra", "", "fra"])
        {
            open.Api.Put(Documents.Sites, ExampleNetwork.Numbered(0, Now, shutAt));
            await page.WaitForFunctionAsync(
                "shut => document.getElementById('row-default.site-000.fra').classList.contains('s-shut') === shut",
                shutAt.Length > 0, new() { PollingInterval = 10 });
        }

        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task The_theme_can_be_chosen_and_is_remembered()
    {
        await using var open = await OpenAsync(1280, 800, ColorScheme.Light);
        var page = open.Page;
        var light = await BackgroundAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Switch between dark and light" }).ClickAsync();
        var dark = await BackgroundAsync(page);
        await page.ReloadAsync();

        Assert.NotEqual(light, dark, StringComparer.Ordinal);
        Assert.Equal(dark, await BackgroundAsync(page));
    }

    [Fact]
    public async Task Attention_leaves_only_the_sites_that_need_it()
    {
        await using var open = await OpenAsync(1280, 800, ColorScheme.Light);
        var page = open.Page;

        await page.GetByRole(AriaRole.Radio, new() { Name = "Attention" }).CheckAsync();

        await Expect(page.GetByText("default/docs")).ToBeHiddenAsync();
        await Expect(page.GetByText("default/shop").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(375, 812)]
    public async Task An_empty_network_tells_what_to_do(int width, int height)
    {
        await using var open = await OpenPage.StartAsync(chromium.Get(), width, height, ColorScheme.Dark);
        await open.LinkReadsAsync("Live");

        await Expect(open.Page.Locator("#network-title")).ToHaveTextAsync("No sites yet");
        await Expect(open.Page.Locator("#sites")).ToContainTextAsync("selvedge apply -f site.yaml");
        await open.ShootAsync($"empty-{width}-dark");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Without_control_from_the_start_the_page_says_what_is_missing()
    {
        await using var open = await OpenPage.StartAsync(
            chromium.Get(), 1280, 800, ColorScheme.Dark, apiUp: false);
        await open.LinkReadsAsync("Unreachable");

        await Expect(open.Page.Locator("#network-title")).ToHaveTextAsync("Control unreachable");
        await Expect(open.Page.Locator("#network")).ToContainTextAsync("connection refused or lost");
        await open.ShootAsync("no-control-1280-dark");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task A_token_that_control_refuses_is_named_as_the_cause()
    {
        await using var open = await OpenPage.StartAsync(
            chromium.Get(), 1280, 800, ColorScheme.Light, token: "another");
        await open.LinkReadsAsync("Refused");

        await Expect(open.Page.Locator("#network")).ToContainTextAsync("the API answered 401");
        Assert.Empty(open.Complaints);
    }

    // How fast a busy machine lets the page count is not what is tested.
    [GeneratedRegex(@"\b(?:[4-9]|\d\d+) s old", RegexOptions.None, 1000)]
    private static partial Regex AgeThatGrew();

    private async Task<OpenPage> OpenAsync(int width, int height, ColorScheme scheme)
    {
        var open = await OpenPage.StartAsync(
            chromium.Get(), width, height, scheme, api => ExampleNetwork.Fill(api, Now));
        await open.LinkReadsAsync("Live");
        await Expect(open.Page.Locator("#events li")).ToHaveCountAsync(6);
        return open;
    }

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");

    private static Task<bool> LandIsDrawnAsync(IPage page) =>
        page.EvaluateAsync<bool>("() => document.querySelector('.land').getBBox().width > 800");

    // Where the regions and the rows stand; a change of data must not move them.
    private static Task<string> BoxesAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => JSON.stringify([...document.querySelectorAll('.card, #network, tr.verdict, #theme, a.place .hit')]
          .map(e => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height].map(Math.round); }))
        """);

    private static async Task TabToAsync(IPage page, string label)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string?>("() => document.activeElement.getAttribute('aria-label')") == label)
            {
                return;
            }
        }

        Assert.Fail($"Tab never reached {label}");
    }
}
