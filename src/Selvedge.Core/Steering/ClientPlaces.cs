using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Steering;

/// <summary>Where clients are by the operator's declared networks: the longest prefix wins. For questions one at a
/// time; DNS servers compile the same list.</summary>
public static class ClientPlaces
{
    /// <summary>The place of a client; null where no declared network holds it.</summary>
    public static SteeringClient? Find(ImmutableArray<ClientNetwork> declared, IPAddress client)
    {
        var address = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        (ClientNetwork? Network, int Length) best = (null, -1);
        foreach (var network in declared)
        {
            if (IPNetwork.TryParse(network.Prefix, out var prefix) && prefix.Contains(address)
                && prefix.PrefixLength > best.Length)
            {
                best = (network, prefix.PrefixLength);
            }
        }

        return best.Network is { } found
            ? new SteeringClient(client.ToString(), found.Country, found.Coordinates)
            : null;
    }
}
