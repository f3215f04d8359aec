using System.Collections.Concurrent;
using Microsoft.Playwright;
using Selvedge.Harness;
using static Microsoft.Playwright.Assertions;

namespace Selvedge.System.Tests.Circle;

/// <summary>The console of a live network in a real browser. Screenshots are kept in <c>artifacts/screenshots</c>;
/// <c>SELVEDGE_WRITE_DOCS=1</c> also renews the picture of the README.</summary>
[Collection(CircleDefinition.Name)]
public sealed class ConsoleTests(CircleFixture circle)
{
    private const float ShownWithinMilliseconds = 20_000;

    private LiveNetwork Network => circle.Network;

    [Theory]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    public async Task A_drain_and_a_death_show_without_reload(int width, int height, ColorScheme scheme)
    {
        Assert.SkipWhen(HeadlessBrowser.Executable is null, "chromium is not installed");
        await using var browser = await HeadlessBrowser.StartAsync();
        var page = await browser.Browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        ConcurrentQueue<string> complaints = [];
        page.PageError += (_, error) => complaints.Enqueue(error);
        await page.GotoAsync(Network.Console.AbsoluteUri);
        await AllServeAsync(page);
        await page.EvaluateAsync("() => { window.same = true; }");
        await ShootAsync(page, $"live-good-{width}");
        try
        {
            var drained = await Network.RunAsync("drain", "nyc", "--reason", "switch replacement", "--wait");
            Assert.Equal(0, drained.ExitCode);
            await ReadsAsync(page.Locator("#map a.place.s-drained"), "nyc");
            await ReadsAsync(page.Locator("[id='row-default.atlas.nyc'].s-drained"), "Drained");
            await ReadsAsync(page.Locator("#location-nyc"), "Drained: switch replacement");
            await ReadsAsync(page.Locator("#network"), "but nyc (drained: switch replacement)");
            await ReadsAsync(page.Locator("#events"), "No user is sent to nyc");
            await ShootAsync(page, $"live-drained-{width}");

            await Network.SignalAsync("syd-1", "STOP");
            await ReadsAsync(page.Locator("#map a.place.s-shut"), "syd");
            await ReadsAsync(page.Locator("#network-title"), "degraded");
            await ReadsAsync(page.Locator("#events"), "syd-1 has stopped reporting");
            await ShootAsync(page, $"live-dead-{width}");
            await WriteForReadmeAsync(page, width);
        }
        finally
        {
            await Network.SignalAsync("syd-1", "CONT");
            await Network.RunAsync("undrain", "nyc");
        }

        await AllServeAsync(page);
        Assert.True(await page.EvaluateAsync<bool>("() => window.same"), "the page was reloaded");
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"));
        Assert.Empty(complaints);
    }

    private static async Task AllServeAsync(IPage page)
    {
        await ReadsAsync(page.Locator("#status .link"), "Live");
        foreach (var location in LiveNetwork.Locations)
        {
            await ReadsAsync(page.Locator($"[id='row-default.atlas.{location}'].s-serviceable"), location);
        }

        await Expect(page.Locator("#map a.place.s-serviceable"))
            .ToHaveCountAsync(LiveNetwork.Locations.Count, new() { Timeout = ShownWithinMilliseconds });
    }

    private static Task ReadsAsync(ILocator locator, string text) =>
        Expect(locator).ToContainTextAsync(text, new() { Timeout = ShownWithinMilliseconds });

    private static Task<byte[]> ShootAsync(IPage page, string name) => page.ScreenshotAsync(
        new PageScreenshotOptions { Path = HeadlessBrowser.ScreenshotPath(name), FullPage = true });

    private static async Task WriteForReadmeAsync(IPage page, int width)
    {
        if (width > 1000 && Environment.GetEnvironmentVariable("SELVEDGE_WRITE_DOCS") == "1")
        {
            await page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(Programs.RepositoryRoot, "docs", "console.png"),
            });
        }
    }
}
