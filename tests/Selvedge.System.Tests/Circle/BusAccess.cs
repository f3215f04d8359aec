using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using Selvedge.Fabric.Bus;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>The bus of a live network, with the credentials of one of its processes.</summary>
internal static class BusAccess
{
    /// <summary>How a process reaches the bus: <c>control</c>, <c>fra-1</c>, ...</summary>
    public static BusEndpoint Of(LiveNetwork network, string process)
    {
        var file = Path.Combine(network.State, "configuration", $"{process}.json");
        var bus = JsonNode.Parse(File.ReadAllText(file))!["bus"]!;
        return new BusEndpoint(
            bus["url"]!.GetValue<string>(),
            bus["authorityFile"]!.GetValue<string>(),
            BusIdentity.FromSeed(File.ReadAllText(bus["seedFile"]!.GetValue<string>()))!);
    }

    /// <summary>The control plane's end.</summary>
    public static async Task<ControlBus> ControlAsync(LiveNetwork network, string lineage)
    {
        var bus = new ControlBus(
            Of(network, "control"), lineage, TimeProvider.System, NullLogger<ControlBus>.Instance);
        await LiveNetwork.UntilAsync(
            () => Task.FromResult(bus.IsConnected), TimeSpan.FromSeconds(15), "connected as control");
        return bus;
    }

    /// <summary>A node's end, which may claim to be at another location.</summary>
    public static async Task<NodeBus> NodeAsync(LiveNetwork network, string node, string location)
    {
        var bus = new NodeBus(
            Of(network, node), node, location, TimeProvider.System, NullLogger<NodeBus>.Instance);
        await LiveNetwork.UntilAsync(
            () => Task.FromResult(bus.IsConnected), TimeSpan.FromSeconds(15), $"connected as {node}");
        return bus;
    }

    /// <summary>A client that says what it likes.</summary>
    /// <param name="network">Whose bus.</param>
    /// <param name="process">Whose credentials.</param>
    /// <param name="refusals">What the server complains about.</param>
    public static NatsConnection Client(LiveNetwork network, string process, ConcurrentQueue<string> refusals)
    {
        var endpoint = Of(network, process);
        var client = new NatsConnection(new NatsOpts
        {
            Url = endpoint.Url,
            InboxPrefix = $"_INBOX_{process}",
            AuthOpts = new NatsAuthOpts { NKey = endpoint.Identity.PublicKey, Seed = endpoint.Identity.Seed },
            TlsOpts = new NatsTlsOpts { CaFile = endpoint.AuthorityFile, Mode = TlsMode.Require },
        });
        client.ServerError += (_, complaint) =>
        {
            refusals.Enqueue(complaint.Error);
            return ValueTask.CompletedTask;
        };
        return client;
    }
}
