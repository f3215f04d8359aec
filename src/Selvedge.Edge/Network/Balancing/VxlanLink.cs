using System.Globalization;
using System.Net;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>The vxlan device (RFC 7348) that balancers send through and backends in other segments receive at. Who is
/// where is told, never learned.</summary>
internal sealed class VxlanLink(NetworkProgram programs)
{
    /// <summary>The device.</summary>
    public const string Name = "selvedge-vxlan";

    // Of the network's own; the port is the registered one.
    private const string Network = "5391";
    private const string Port = "4789";

    private readonly HashSet<(string Hardware, string Address)> _told = [];

    /// <summary>The hardware address of a node's device: of the locally administered ones, the node's own address
    /// in it. So balancers know it without being told.</summary>
    public static string HardwareOf(string address) => "02:53:" + string.Join(
        ':',
        IPAddress.Parse(address).GetAddressBytes().Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>Makes the device, unless it is there.</summary>
    /// <param name="local">This node's address towards the others.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is wrong, in one sentence; null: nothing.</returns>
    public async Task<string?> EnsureAsync(string local, CancellationToken cancellation)
    {
        if ((await programs.IpAsync("ip", ["link", "show", Name], cancellation)).IsGood)
        {
            return null;
        }

        _told.Clear();
        var made = await programs.IpAsync(
            "ip",
            [
                "link", "add", Name, "address", HardwareOf(local), "type", "vxlan", "id", Network, "dstport", Port,
                "local", local, "nolearning",
            ],
            cancellation);
        var up = made.IsGood ? await programs.IpAsync("ip", ["link", "set", Name, "up"], cancellation) : made;
        return up.IsGood ? null : $"The vxlan device cannot be made: {up.Why}";
    }

    /// <summary>Tells the device where a backend is.</summary>
    /// <returns>What is wrong, in one sentence; null: nothing.</returns>
    public async Task<string?> TellAsync(string address, CancellationToken cancellation)
    {
        var place = (HardwareOf(address), address);
        if (_told.Contains(place))
        {
            return null;
        }

        var told = await programs.IpAsync(
            "bridge", ["fdb", "replace", place.Item1, "dev", Name, "dst", address], cancellation);
        if (!told.IsGood)
        {
            return $"The vxlan device cannot be told of {address}: {told.Why}";
        }

        _told.Add(place);
        return null;
    }
}
