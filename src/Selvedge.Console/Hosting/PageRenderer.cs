using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Selvedge.Console.Feeds;
using Selvedge.Console.Pages;

namespace Selvedge.Console.Hosting;

/// <summary>Draws the page and its regions with Blazor's static renderer. Every reader of the same state within the
/// same second shares one drawing.</summary>
/// <param name="options">Where the API is.</param>
/// <param name="assets">Where the styles, scripts and images are.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">For the renderer.</param>
internal sealed class PageRenderer(
    ConsoleOptions options, AssetBundle assets, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private readonly SemaphoreSlim _drawing = new(1, 1);

    private (NetworkState State, long Second, ImmutableArray<Fragment> Fragments)? _last;

    /// <summary>The whole page.</summary>
    public async Task<string> PageAsync(NetworkState state)
    {
        await using var drawing = Begin(state);
        return await drawing.DrawAsync<Page>();
    }

    /// <summary>The regions that change while the page is open.</summary>
    public async Task<ImmutableArray<Fragment>> FragmentsAsync(NetworkState state, CancellationToken cancellation)
    {
        await _drawing.WaitAsync(cancellation);
        try
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (_last is { } last && ReferenceEquals(last.State, state) && last.Second == second)
            {
                return last.Fragments;
            }

            await using var drawing = Begin(state);
            ImmutableArray<Fragment> fragments =
            [
                Fragment.Of("status", await drawing.DrawAsync<StatusRegion>()),
                Fragment.Of("network", await drawing.DrawAsync<NetworkRegion>()),
                Fragment.Of("map", await drawing.DrawAsync<MapRegion>()),
                Fragment.Of("events", await drawing.DrawAsync<EventsRegion>()),
                Fragment.Of("sites", await drawing.DrawAsync<SitesRegion>()),
                Fragment.Of("locations", await drawing.DrawAsync<LocationsRegion>()),
                Fragment.Of("notice", await drawing.DrawAsync<NoticeRegion>()),
            ];
            _last = (state, second, fragments);
            return fragments;
        }
        finally
        {
            _drawing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _drawing.Dispose();

    private Drawing Begin(NetworkState state) =>
        new(new PageModel(state, time.GetUtcNow(), options.Api, assets), loggers);

    private sealed class Drawing : IAsyncDisposable
    {
        private readonly ServiceProvider _parts;

        private readonly HtmlRenderer _renderer;

        public Drawing(PageModel model, ILoggerFactory loggers)
        {
            _parts = new ServiceCollection().AddSingleton(model).BuildServiceProvider();
            _renderer = new HtmlRenderer(_parts, loggers);
        }

        public Task<string> DrawAsync<T>()
            where T : IComponent =>
            _renderer.Dispatcher.InvokeAsync(async () => (await _renderer.RenderComponentAsync<T>()).ToHtmlString());

        public async ValueTask DisposeAsync()
        {
            await _renderer.DisposeAsync();
            await _parts.DisposeAsync();
        }
    }
}
