using Microsoft.Playwright;
using Selvedge.Harness;

namespace Selvedge.Console.Tests.Pages;

/// <summary>A headless browser, started once for the tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private HeadlessBrowser? _browser;

    public async ValueTask InitializeAsync() =>
        _browser = HeadlessBrowser.Executable is null ? null : await HeadlessBrowser.StartAsync();

    public IBrowser Get()
    {
        Assert.SkipWhen(_browser is null, "chromium is not installed");
        return _browser.Browser;
    }

    public ValueTask DisposeAsync() => _browser?.DisposeAsync() ?? ValueTask.CompletedTask;
}
