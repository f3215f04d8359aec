using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Selvedge.Core.Geography;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Dns;

/// <summary>Where clients are: the operator's declared networks first, then the country database, else unknown.
/// Immutable.</summary>
internal sealed class ClientMap
{
    /// <summary>The region of clients of whom nothing is known.</summary>
    internal const int Unknown = 0;

    private readonly CountryDatabase _database;
    private readonly int[] _databaseRegions;
    private readonly AddressRanges<uint> _declared4;
    private readonly AddressRanges<UInt128> _declared6;

    /// <summary>Builds the map. Networks that are none are passed over: the check has refused them already.</summary>
    internal ClientMap(ImmutableArray<ClientNetwork> declared, CountryDatabase database)
    {
        _database = database;
        var regions = new List<ClientRegion> { new(null, null) };
        var numbers = new Dictionary<ClientRegion, int>();
        var networks4 = new List<AddressNetwork<uint>>();
        var networks6 = new List<AddressNetwork<UInt128>>();
        foreach (var network in declared)
        {
            if (!TryParse(network.Prefix, out var prefix))
            {
                continue;
            }

            var region = Number(new ClientRegion(network.Country, network.Coordinates), regions, numbers);
            var first = ClientAddress.From(prefix.BaseAddress);
            if (prefix.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
            {
                networks4.Add(new(IPv4(first), prefix.PrefixLength, region));
            }
            else
            {
                networks6.Add(new(first.Bits, prefix.PrefixLength, region));
            }
        }

        _declared4 = AddressRanges<uint>.Build(networks4);
        _declared6 = AddressRanges<UInt128>.Build(networks6);
        _databaseRegions =
        [
            .. database.Countries.Select(country => Number(
                new ClientRegion(country, Countries.Find(country)!.Centre), regions, numbers)),
        ];
        Regions = [.. regions];
    }

    /// <summary>Every region, by number.</summary>
    internal ImmutableArray<ClientRegion> Regions { get; }

    /// <summary>The region of a client, without an allocation.</summary>
    /// <param name="client">Any address.</param>
    /// <param name="scope">For how many leading bits of the address the region is the same (RFC 7871).</param>
    internal int Find(in ClientAddress client, out byte scope)
    {
        var region = client.IsIPv4
            ? Find(_declared4, _database.IPv4, IPv4(client), out var bits)
            : Find(_declared6, _database.IPv6, client.Bits, out bits);
        scope = (byte)bits;
        return region;
    }

    /// <summary>Reads a network as documents write it.</summary>
    internal static bool TryParse(string text, [MaybeNullWhen(false)] out IPNetwork network) =>
        IPNetwork.TryParse(text, out network);

    private static uint IPv4(in ClientAddress address) => (uint)(address.Bits >> 96);

    private static int Number(ClientRegion region, List<ClientRegion> regions, Dictionary<ClientRegion, int> numbers)
    {
        if (!numbers.TryGetValue(region, out var number))
        {
            number = regions.Count;
            regions.Add(region);
            numbers.Add(region, number);
        }

        return number;
    }

    private int Find<T>(AddressRanges<T> declared, AddressRanges<T> database, T address, out int scope)
        where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IUnsignedNumber<T>,
        System.Numerics.IMinMaxValue<T>
    {
        var region = declared.Find(address, out scope);
        if (region >= 0)
        {
            return region;
        }

        // Between the declared networks the answer holds only where both agree on it.
        var country = database.Find(address, out var databaseScope);
        scope = Math.Max(scope, databaseScope);
        return country < 0 ? Unknown : _databaseRegions[country];
    }
}
