using System.Collections.Immutable;
using Selvedge.Console.Feeds;
using Selvedge.Console.Hosting;
using Selvedge.Console.Model;

namespace Selvedge.Console.Pages;

/// <summary>What the components draw, at one instant.</summary>
internal sealed class PageModel
{
    /// <summary>Draws a state.</summary>
    /// <param name="state">The picture and its link.</param>
    /// <param name="now">The instant.</param>
    /// <param name="api">The API's address, shown to people.</param>
    /// <param name="assets">Where the styles, scripts and images are.</param>
    public PageModel(NetworkState state, DateTimeOffset now, Uri api, AssetBundle assets)
    {
        View = state.View;
        Link = state.Link;
        Now = now;
        Api = api;
        Assets = assets;
        Places = PlacesOf(View, now);
    }

    /// <summary>The picture.</summary>
    public NetworkView View { get; }

    /// <summary>The link it came by.</summary>
    public Link Link { get; }

    /// <summary>The instant.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The API's address.</summary>
    public Uri Api { get; }

    /// <summary>Where the styles, scripts and images are.</summary>
    public AssetBundle Assets { get; }

    /// <summary>How the link is.</summary>
    public LinkState LinkState => Link.StateAt(Now);

    /// <summary>Whether the shown picture must not be taken for the present.</summary>
    public bool Stale => View.Complete && LinkDown;

    /// <summary>Whether the API does not answer this console.</summary>
    public bool LinkDown => LinkState is LinkState.Unreachable or LinkState.Refused;

    /// <summary>Every location, those included that only a verdict or a node names; by name.</summary>
    public ImmutableArray<Place> Places { get; }

    private static ImmutableArray<Place> PlacesOf(NetworkView view, DateTimeOffset now)
    {
        var verdicts = view.VerdictsByLocation;
        var nodes = view.Nodes.Values.ToLookup(node => node.Location, StringComparer.Ordinal);
        return
        [
            .. view.Locations.Keys
                .Union(verdicts.Select(group => group.Key), StringComparer.Ordinal)
                .Union(nodes.Select(group => group.Key), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => new Place(
                    view.Locations.GetValueOrDefault(name) ?? new LocationView(name, "", "", null, false, ""),
                    [.. verdicts[name].Where(verdict => verdict.Standing != Standing.Unplaced)],
                    [.. nodes[name]],
                    nodes[name].Count(node => node.IsUp(now)))),
        ];
    }
}
