using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Selvedge.Console.Feeds;
using Selvedge.Console.Pages;
using Selvedge.Console.Pages.Network;

namespace Selvedge.Console.Hosting;

/// <summary>Draws the pages and their regions with Blazor's static renderer. Every reader of the same state within the
/// same second shares one drawing.</summary>
/// <param name="options">Where the API is.</param>
/// <param name="assets">Where the styles, scripts and images are.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">For the renderer.</param>
internal sealed class PageRenderer(
    ConsoleOptions options, AssetBundle assets, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private readonly SemaphoreSlim _drawing = new(1, 1);

    private readonly Dictionary<PageKind, (NetworkState State, long Second, ImmutableArray<Fragment> Fragments)> _last =
        [];

    /// <summary>A whole page.</summary>
    public async Task<string> PageAsync(PageKind kind, NetworkState state)
    {
        await using var drawing = Begin(state);
        return kind == PageKind.Network ? await drawing.DrawAsync<NetworkPage>() : await drawing.DrawAsync<Page>();
    }

    /// <summary>The regions that change while a page is open.</summary>
    public async Task<ImmutableArray<Fragment>> FragmentsAsync(
        PageKind kind, NetworkState state, CancellationToken cancellation)
    {
        await _drawing.WaitAsync(cancellation);
        try
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (_last.TryGetValue(kind, out var last) && ReferenceEquals(last.State, state) && last.Second == second)
            {
                return last.Fragments;
            }

            await using var drawing = Begin(state);
            var fragments = kind == PageKind.Network
                ? await NetworkAsync(drawing)
                : await OverviewAsync(drawing);
            _last[kind] = (state, second, fragments);
            return fragments;
        }
        finally
        {
            _drawing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _drawing.Dispose();

    private static async Task<ImmutableArray<Fragment>> OverviewAsync(Drawing drawing) =>
    [
        Fragment.Of("status", await drawing.DrawAsync<StatusRegion>()),
        Fragment.Of("network", await drawing.DrawAsync<NetworkRegion>()),
        Fragment.Of("map", await drawing.DrawAsync<MapRegion>()),
        Fragment.Of("events", await drawing.DrawAsync<EventsRegion>()),
        Fragment.Of("sites", await drawing.DrawAsync<SitesRegion>()),
        Fragment.Of("locations", await drawing.DrawAsync<LocationsRegion>()),
        Fragment.Of("notice", await drawing.DrawAsync<NoticeRegion>()),
    ];

    private static async Task<ImmutableArray<Fragment>> NetworkAsync(Drawing drawing) =>
    [
        Fragment.Of("status", await drawing.DrawAsync<StatusRegion>()),
        Fragment.Of("reach", await drawing.DrawAsync<ReachRegion>()),
        Fragment.Of("off", await drawing.DrawAsync<OffRegion>()),
        Fragment.Of("prefixes", await drawing.DrawAsync<PrefixesRegion>()),
        Fragment.Of("peers", await drawing.DrawAsync<PeersRegion>()),
        Fragment.Of("balancers", await drawing.DrawAsync<BalancersRegion>()),
        Fragment.Of("defence", await drawing.DrawAsync<DefenceRegion>()),
        Fragment.Of("space", await drawing.DrawAsync<SpaceRegion>()),
        Fragment.Of("notice", await drawing.DrawAsync<NoticeRegion>()),
    ];

    private Drawing Begin(NetworkState state) =>
        new(new PageModel(state, time.GetUtcNow(), options.Api, assets), loggers);

    private sealed class Drawing : IAsyncDisposable
    {
        private readonly ServiceProvider _parts;

        private readonly HtmlRenderer _renderer;

        public Drawing(PageModel model, ILoggerFactory loggers)
        {
            _parts = new ServiceCollection().AddSingleton(model).AddSingleton<NetworkModel>().BuildServiceProvider();
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
