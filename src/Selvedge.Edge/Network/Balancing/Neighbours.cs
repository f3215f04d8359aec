using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Selvedge.Wire.Nft;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>Finds the hardware addresses of backends on the balancers' segment, as the kernel's neighbour table has
/// them.</summary>
internal sealed class Neighbours(NetworkProgram programs, TimeProvider time)
{
    // Nobody listens there (RFC 863 is history); the kernel has to ask for the hardware address to send anything.
    private const int DiscardPort = 9;

    private readonly Dictionary<string, BackendTarget> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    /// <summary>Ways are asked for anew: documents or interfaces changed.</summary>
    public void Forget() => _links.Clear();

    /// <summary>Finds several.</summary>
    /// <param name="addresses">IPv4.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Where each is, or why it cannot be reached, in one sentence. One that was known and is being asked
    /// again stays where it was.</returns>
    public async Task<IReadOnlyDictionary<string, (BackendTarget? Target, string Problem)>> FindAsync(
        IReadOnlyList<string> addresses, CancellationToken cancellation)
    {
        var found = new Dictionary<string, (BackendTarget? Target, string Problem)>(StringComparer.Ordinal);
        foreach (var address in addresses)
        {
            if (await LinkAsync(address, cancellation) is { Length: > 0 } problem)
            {
                found[address] = (null, problem);
            }
            else
            {
                await ProvokeAsync(address, cancellation);
            }
        }

        var asked = addresses.Where(address => !found.ContainsKey(address)).ToList();
        var table = await ReadAsync(cancellation);
        if (asked.Exists(address => !_known.ContainsKey(address) && Look(table, address) is ("", false)))
        {
            await Task.Delay(Limits.NeighbourWait, time, cancellation);
            table = await ReadAsync(cancellation);
        }

        foreach (var address in asked)
        {
            found[address] = Judge(address, Look(table, address));
        }

        return found;
    }

    /// <summary>The address that this node has towards another; empty: none.</summary>
    public async Task<string> SourceAsync(string address, CancellationToken cancellation)
    {
        var route = await programs.IpAsync("ip", ["-j", "route", "get", address], cancellation);
        return route.IsGood && First(route.Output) is { } found ? Text(found, "prefsrc") : "";
    }

    /// <summary>The interfaces of default routes.</summary>
    public async Task<IReadOnlyList<string>> DefaultLinksAsync(CancellationToken cancellation)
    {
        var routes = await programs.IpAsync("ip", ["-j", "route", "show", "default"], cancellation);
        return routes.IsGood && TryParse(routes.Output) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(route => Text(route, "dev")).Where(NftText.IsInterface)
                .Distinct(StringComparer.Ordinal)]
            : [];
    }

    private static JsonElement? First(ReadOnlyMemory<byte> json) =>
        TryParse(json) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : null;

    private static JsonElement? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonElement.Parse(json.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement item, string member) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static async Task ProvokeAsync(string address, CancellationToken cancellation)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            await socket.SendToAsync(
                ReadOnlyMemory<byte>.Empty, new IPEndPoint(IPAddress.Parse(address), DiscardPort), cancellation);
        }
        catch (SocketException)
        {
            // The neighbour table tells what it means.
        }
    }

    // Asks for the interface that an address is reached by without a router, and says what is wrong.
    private async Task<string> LinkAsync(string address, CancellationToken cancellation)
    {
        if (_links.ContainsKey(address))
        {
            return "";
        }

        var route = await programs.IpAsync("ip", ["-j", "route", "get", address], cancellation);
        if (!route.IsGood || First(route.Output) is not { } found || !NftText.IsInterface(Text(found, "dev")))
        {
            return $"There is no route to {address}.";
        }

        if (found.TryGetProperty("gateway", out _))
        {
            return $"{address} is behind a router, on no segment of this node: use forwarding Vxlan.";
        }

        _links[address] = Text(found, "dev");
        return "";
    }

    private (string Hardware, bool Failed) Look(
        Dictionary<(string Address, string Link), (string Hardware, bool Failed)> table, string address) =>
        table.GetValueOrDefault((address, _links[address]), ("", false));

    private (BackendTarget? Target, string Problem) Judge(string address, (string Hardware, bool Failed) seen)
    {
        var link = _links[address];
        if (seen.Hardware.Length > 0)
        {
            _known[address] = new BackendTarget(link, seen.Hardware);
        }

        return !seen.Failed && _known.TryGetValue(address, out var target) && target.Link == link
            ? (target, "")
            : (null, $"Nobody answers for {address} on {link}.");
    }

    private async Task<Dictionary<(string Address, string Link), (string Hardware, bool Failed)>> ReadAsync(
        CancellationToken cancellation)
    {
        var table = new Dictionary<(string, string), (string, bool)>();
        var neighbours = await programs.IpAsync("ip", ["-4", "-j", "neigh", "show"], cancellation);
        if (!neighbours.IsGood || TryParse(neighbours.Output) is not { ValueKind: JsonValueKind.Array } list)
        {
            return table;
        }

        foreach (var item in list.EnumerateArray())
        {
            var hardware = Text(item, "lladdr").ToLower(CultureInfo.InvariantCulture);
            table[(Text(item, "dst"), Text(item, "dev"))] =
                (NftText.TryReadHardware(hardware, out _) ? hardware : "", HasFailed(item));
        }

        return table;
    }

    private static bool HasFailed(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("state", out var states)
        && states.ValueKind == JsonValueKind.Array
        && states.EnumerateArray().Any(state => state.ValueKind == JsonValueKind.String && state.ValueEquals("FAILED"));
}
