using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using Selvedge.Console.Tests.Feeds;
using Selvedge.Harness;

namespace Selvedge.Console.Tests.Pages;

/// <summary>A real console before a stand-in API, open in a browser; every console message and request is
/// recorded.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly ConsoleServer _console;
    private readonly IBrowserContext _context;

    private OpenPage(StandInApi api, ConsoleServer console, IBrowserContext context, IPage page)
    {
        Api = api;
        _console = console;
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.Request += (_, request) => Requests.Enqueue(request.Url);
    }

    public StandInApi Api { get; }

    public IPage Page { get; }

    public Uri Address => _console.Address;

    public ConcurrentQueue<string> Complaints { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<OpenPage> StartAsync(
        IBrowser browser, int width, int height, ColorScheme scheme, Action<StandInApi>? fill = null,
        bool apiUp = true, string token = StandInApi.Token, string path = "")
    {
        var api = new StandInApi();
        await api.StartAsync();
        fill?.Invoke(api);
        if (!apiUp)
        {
            await api.StopAsync();
        }

        var console = new ConsoleServer(
            new ConsoleOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), Api = api.Address, Token = token },
            TimeProvider.System,
            NullLoggerFactory.Instance);
        await console.StartAsync(TestContext.Current.CancellationToken);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = new OpenPage(api, console, context, await context.NewPageAsync());
        await page.Page.GotoAsync(console.Address.AbsoluteUri + path);
        return page;
    }

    /// <summary>Waits until the link reads as said.</summary>
    public Task LinkReadsAsync(string text) =>
        Assertions.Expect(Page.Locator("#status .link")).ToContainTextAsync(text, new() { Timeout = 10_000 });

    public Task ShootAsync(string name, bool whole = true) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = HeadlessBrowser.ScreenshotPath(name),
        FullPage = whole,
    });

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _console.DisposeAsync();
        await Api.DisposeAsync();
    }
}
