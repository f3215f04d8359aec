using System.Collections.Frozen;
using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Http;

/// <summary>Everything that a request needs of a snapshot. Immutable; swapped whole. Requests under way finish on the
/// one they began with.</summary>
internal sealed class RoutingTable
{
    private readonly FrozenDictionary<string, Route> _byHost;
    private readonly FrozenDictionary<string, Route> _byServerName;
    private readonly ImmutableArray<Route> _routes;

    private RoutingTable(List<Route> routes, ImmutableSortedDictionary<string, string> challenges, int? httpsPort)
    {
        _routes = [.. routes];
        Challenges = challenges;
        DeclaredHttpsPort = httpsPort;
        var hosts = new Dictionary<string, Route>(StringComparer.Ordinal);
        var names = new Dictionary<string, Route>(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            foreach (var host in route.Section.Hostnames)
            {
                hosts.TryAdd(host, route);
                if (route.Identity is { } identity && identity.Hostnames.Contains(host, StringComparer.Ordinal))
                {
                    names.TryAdd(host, route);
                }
            }
        }

        _byHost = hosts.ToFrozenDictionary(StringComparer.Ordinal);
        _byServerName = names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Serves nothing.</summary>
    public static RoutingTable Empty { get; } = new([], ImmutableSortedDictionary<string, string>.Empty, null);

    /// <summary>Token to key authorization (RFC 8555, section 8.3).</summary>
    public ImmutableSortedDictionary<string, string> Challenges { get; }

    /// <summary>The HTTPS port that the network knows of this node; null: it does not know the node.</summary>
    public int? DeclaredHttpsPort { get; }

    /// <summary>The origins in use.</summary>
    public IEnumerable<IUpstream> Upstreams => _routes.Select(route => route.Upstream);

    /// <summary>The site of a host.</summary>
    /// <param name="host">Lower case, without port.</param>
    public Route? ForHost(string host) => _byHost.GetValueOrDefault(host);

    /// <summary>The site whose certificate is presented for a name.</summary>
    /// <param name="name">Lower case.</param>
    public Route? ForServerName(string name) => _byServerName.GetValueOrDefault(name);

    /// <summary>Builds the table of a snapshot; certificates and origins that did not change are kept from the one
    /// before. Sections that cannot be used are left out.</summary>
    /// <param name="snapshot">What to serve.</param>
    /// <param name="before">The table in force.</param>
    /// <param name="node">This node's name.</param>
    /// <param name="store">Holds the shelves.</param>
    /// <param name="connect">Makes an origin's connections.</param>
    public static RoutingTable Build(
        Snapshot snapshot, RoutingTable before, string node, ObjectStore store, Func<BackendAddress, IUpstream> connect)
    {
        var upstreams = new Dictionary<BackendAddress, IUpstream>();
        foreach (var route in before._routes)
        {
            upstreams.TryAdd(route.Address, route.Upstream);
        }

        var known = before._routes.ToDictionary(route => route.Section.Site);
        var routes = new List<Route>();
        foreach (var (id, site) in snapshot.Sites)
        {
            if (!BackendAddress.TryOf(site, out var address, out var prefix, out _))
            {
                continue;
            }

            if (!upstreams.TryGetValue(address, out var upstream))
            {
                upstreams[address] = upstream = connect(address);
            }

            TlsIdentity? identity = null;
            if (snapshot.Certificates.TryGetValue(id, out var certificate))
            {
                identity = known.GetValueOrDefault(id)?.Identity;
                if (identity is null || !identity.Is(certificate))
                {
                    TlsIdentity.TryCreate(certificate, out identity, out _);
                }
            }

            var tls = identity?.Options(site.Tls.MinimumVersion);
            routes.Add(new Route(site, address, prefix, upstream, store.ShelfOf(id), tls, identity));
        }

        var own = snapshot.Network.Locations.SelectMany(location => location.Nodes)
            .FirstOrDefault(other => string.Equals(other.Name, node, StringComparison.Ordinal));
        return new RoutingTable(routes, snapshot.Challenges.Http, own?.HttpsPort);
    }
}
