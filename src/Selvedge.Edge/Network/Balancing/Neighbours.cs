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

    /// <summary>Finds one.</summary>
    /// <param name="address">IPv4.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Where it is, or why it cannot be reached, in one sentence. One that was known and is being asked again
    /// stays where it was.</returns>
    public async Task<(BackendTarget? Target, string Problem)> FindAsync(
        string address, CancellationToken cancellation)
    {
        var (link, problem) = await LinkAsync(address, cancellation);
        if (link.Length == 0)
        {
            return (null, problem);
        }

        await ProvokeAsync(address, cancellation);
        var (hardware, failed) = await ReadAsync(address, link, cancellation);
        if (hardware.Length == 0 && !failed && !_known.ContainsKey(address))
        {
            await Task.Delay(Limits.NeighbourWait, time, cancellation);
            (hardware, failed) = await ReadAsync(address, link, cancellation);
        }

        if (hardware.Length > 0)
        {
            _known[address] = new BackendTarget(link, hardware);
        }

        return !failed && _known.TryGetValue(address, out var target)
            ? (target, "")
            : (null, $"Nobody answers for {address} on {link}.");
    }

    /// <summary>Through which interface an address is reached without a router.</summary>
    public async Task<(string Link, string Problem)> LinkAsync(string address, CancellationToken cancellation)
    {
        var route = await programs.IpAsync("ip", ["-j", "route", "get", address], cancellation);
        if (!route.IsGood || First(route.Output) is not { } found)
        {
            return ("", $"There is no route to {address}.");
        }

        if (found.TryGetProperty("gateway", out _))
        {
            return ("", $"{address} is behind a router, on no segment of this node: use forwarding Vxlan.");
        }

        var link = Text(found, "dev");
        return NftText.IsInterface(link) ? (link, "") : ("", $"There is no route to {address}.");
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

    private async Task<(string Hardware, bool Failed)> ReadAsync(
        string address, string link, CancellationToken cancellation)
    {
        var neighbours = await programs.IpAsync("ip", ["-j", "neigh", "show", address, "dev", link], cancellation);
        if (!neighbours.IsGood || First(neighbours.Output) is not { } found)
        {
            return ("", false);
        }

        var failed = found.TryGetProperty("state", out var states) && states.ValueKind == JsonValueKind.Array
            && states.EnumerateArray().Any(state => state.ValueEquals("FAILED"));
        var hardware = Text(found, "lladdr").ToLower(CultureInfo.InvariantCulture);
        return (NftText.TryReadHardware(hardware, out _) ? hardware : "", failed);
    }
}
