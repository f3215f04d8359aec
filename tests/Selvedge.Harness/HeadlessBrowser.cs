using Microsoft.Playwright;

namespace Selvedge.Harness;

/// <summary>The machine's own Chromium, headless.</summary>
public sealed class HeadlessBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;

    private HeadlessBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    /// <summary>The installed program; null where there is none.</summary>
    public static string? Executable { get; } =
        Programs.Find("chromium") ?? Programs.Find("chromium-browser") ?? Programs.Find("google-chrome");

    /// <summary>What Playwright drives.</summary>
    public IBrowser Browser { get; }

    /// <summary>Starts it.</summary>
    public static async Task<HeadlessBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new HeadlessBrowser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Headless = true,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        }));
    }

    /// <summary>Where a screenshot is kept for people to look at: git ignores it.</summary>
    public static string ScreenshotPath(string name) =>
        Path.Combine(Programs.RepositoryRoot, "artifacts", "screenshots", $"{name}.png");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
