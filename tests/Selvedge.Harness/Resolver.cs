using System.Net;
using Selvedge.Wire.Dns;

namespace Selvedge.Harness;

/// <summary>Asks every node of a live network, as clients of three continents.</summary>
public sealed class Resolver(LiveNetwork network)
{
    private static readonly string[] Clients = ["203.0.113.0", "198.51.100.0", "192.0.2.0"];

    /// <summary>Where a location's node answers by itself.</summary>
    public IPEndPoint NodeOf(string location) => new(network.AddressOf(location), network.Dns.Port);

    /// <summary>The locations that any of some nodes names to any client.</summary>
    /// <param name="hostname">Asked for.</param>
    /// <param name="nodes">Whom to ask, by location; none: all.</param>
    public async Task<IReadOnlySet<string>> NamedAsync(string hostname, params string[] nodes)
    {
        var named = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes.Length == 0 ? LiveNetwork.Locations : nodes)
        {
            foreach (var client in Clients)
            {
                var addresses = await DnsAsk.AddressesAsync(NodeOf(node), hostname, client) ?? [];
                named.UnionWith(LiveNetwork.Locations.Where(place => addresses.Contains(network.AddressOf(place))));
            }
        }

        return named;
    }

    /// <summary>What each node says of a name; null where it does not answer.</summary>
    public async Task<IReadOnlyList<DnsRcode?>> RcodesAsync(string hostname)
    {
        List<DnsRcode?> found = [];
        foreach (var location in LiveNetwork.Locations)
        {
            var answer = await DnsAsk.MessageAsync(NodeOf(location), new DnsQuery(hostname, DnsType.A));
            found.Add(answer?.Rcode);
        }

        return found;
    }
}
