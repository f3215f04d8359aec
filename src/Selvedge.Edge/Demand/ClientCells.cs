using System.Net;
using Selvedge.Core.Geography;
using Selvedge.Edge.Dns;

namespace Selvedge.Edge.Demand;

/// <summary>In which cell of the Earth a client is, as DNS knows where clients are. Takes no lock, and allocates
/// nothing while the map of clients is the same.</summary>
internal sealed class ClientCells(Func<ClientMap> clients)
{
    /// <summary>Stands for clients whose place is not known.</summary>
    public const int Unknown = Geohash.Cells;

    private volatile Places _places = new(clients());

    /// <summary>The number of the client's cell, or <see cref="Unknown"/>.</summary>
    public int Of(IPAddress client)
    {
        var map = clients();
        var places = _places;
        if (!ReferenceEquals(places.Clients, map))
        {
            _places = places = new Places(map);
        }

        return places.Cells[map.Find(ClientAddress.From(client), out _)];
    }

    /// <summary>The cell of each region of one client map.</summary>
    private sealed class Places(ClientMap clients)
    {
        public ClientMap Clients { get; } = clients;

        public int[] Cells { get; } =
        [
            .. clients.Regions.Select(region =>
                region.Coordinates is { } point ? Geohash.CellOf(point) : Unknown),
        ];
    }
}
