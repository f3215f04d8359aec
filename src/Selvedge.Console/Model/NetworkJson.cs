using System.Collections.Immutable;
using System.Text.Json;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using static Selvedge.Console.Model.ApiJson;

namespace Selvedge.Console.Model;

/// <summary>Reads the documents of layers 3 and 4, as leniently as <see cref="ApiJson"/> reads the others.</summary>
internal static class NetworkJson
{
    /// <summary>Reads a Prefix.</summary>
    public static bool TryReadPrefix(JsonElement document, out PrefixView prefix)
    {
        var name = NameOf(document).Name;
        var role = Text(Member(document, "spec", "role"));
        prefix = new PrefixView(
            name,
            Text(Member(document, "spec", "prefix")),
            role.Length > 0 ? role : nameof(PrefixRole.Anycast),
            Whole(Member(document, "spec", "origin")),
            Texts(Member(document, "spec", "sites")),
            Truth(Member(document, "status", "live")) ?? false,
            Whole(Member(document, "status", "addresses")),
            ConditionOf(document, "Announced").Message);
        return name.Length > 0;
    }

    /// <summary>Reads an Announcement.</summary>
    public static bool TryReadAnnouncement(JsonElement document, out AnnouncementView announcement)
    {
        var name = NameOf(document).Name;
        var status = Member(document, "status");
        announcement = new AnnouncementView(
            name,
            Text(Member(document, "spec", "prefix")),
            Text(Member(document, "spec", "location")),
            Text(Member(status, "desired")),
            Whole(Member(status, "observed")),
            Text(Member(status, "reason")),
            Text(Member(status, "detail")),
            Time(Member(status, "since")),
            [.. Items(Member(status, "nodes")).Select(node => new AnnouncementAtNode(
                Text(Member(node, "node")),
                Text(Member(node, "desired")),
                Text(Member(node, "reason")),
                Text(Member(node, "detail")),
                Count(Member(node, "observed"))))]);
        return name.Length > 0;
    }

    /// <summary>Reads a BgpPeer.</summary>
    public static bool TryReadPeer(JsonElement document, out PeerView peer)
    {
        var name = NameOf(document).Name;
        var spec = Member(document, "spec");
        var bfd = Member(spec, "bfd");
        var hold = Text(Member(spec, "holdTime"));
        var multiplier = Member(bfd, "multiplier") is { ValueKind: JsonValueKind.Number } number
            ? number.ToString()
            : "";
        peer = new PeerView(
            name,
            Text(Member(spec, "location")),
            Text(Member(spec, "address")),
            Whole(Member(spec, "peerAsn")),
            Whole(Member(spec, "localAsn")),
            bfd.ValueKind == JsonValueKind.Object
                ? $"BFD {Or(Text(Member(bfd, "interval")), "100ms")} × {Or(multiplier, "3")}"
                : $"hold {Or(hold, "9s")}",
            [.. Items(Member(document, "status", "sessions")).Select(session => new BgpSession(
                Text(Member(session, "node")),
                Text(Member(session, "state")),
                Text(Member(session, "detail")),
                Count(Member(session, "received")),
                Count(Member(session, "announced"))))]);
        return name.Length > 0;
    }

    /// <summary>Reads an Aggregate.</summary>
    public static bool TryReadAggregate(JsonElement document, out AggregateView aggregate)
    {
        var name = NameOf(document).Name;
        aggregate = new AggregateView(
            name,
            Text(Member(document, "spec", "prefix")),
            Text(Member(document, "spec", "registry")),
            Text(Member(document, "spec", "description")),
            Whole(Member(document, "status", "prefixes")),
            Math.Clamp(Number(Member(document, "status", "used")) ?? 0, 0, 100),
            Text(Member(document, "status", "largestFree")));
        return name.Length > 0;
    }

    /// <summary>Reads <c>status.network</c> of a Node; null where there is none.</summary>
    public static NetworkReport? ReadReport(JsonElement network) =>
        network.ValueKind != JsonValueKind.Object ? null : new NetworkReport
        {
            Routing = Part(Member(network, "routing"), ReadRouting),
            Balancer = Part(Member(network, "balancer"), ReadBalancer),
            Defence = Part(Member(network, "defence"), ReadDefence),
        };

    private static T? Part<T>(JsonElement part, Func<JsonElement, T> read)
        where T : class =>
        part.ValueKind == JsonValueKind.Object ? read(part) : null;

    // Its announcements are told by the Announcement documents.
    private static RoutingReport ReadRouting(JsonElement routing) => new(
        Text(Member(routing, "off")),
        [.. Items(Member(routing, "peers")).Select(peer => new PeerReport(
            Text(Member(peer, "peer")),
            Text(Member(peer, "state")),
            Text(Member(peer, "detail")),
            Time(Member(peer, "since")),
            Count(Member(peer, "received")),
            Count(Member(peer, "announced"))))],
        []);

    private static BalancerReport ReadBalancer(JsonElement balancer) => new(
        Text(Member(balancer, "off")),
        [.. Items(Member(balancer, "backends")).Select(backend => new BackendShare(
            Text(Member(backend, "service")),
            Text(Member(backend, "node")),
            Count(Member(backend, "slots")),
            Whole(Member(backend, "packets")),
            Whole(Member(backend, "bytes")),
            Text(Member(backend, "reason"))))]);

    private static DefenceReport ReadDefence(JsonElement defence)
    {
        var drops = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        if (Member(defence, "drops") is { ValueKind: JsonValueKind.Object } counted)
        {
            foreach (var cause in counted.EnumerateObject())
            {
                drops[cause.Name] = Whole(cause.Value);
            }
        }

        return new DefenceReport(
            Text(Member(defence, "off")),
            drops.ToImmutable(),
            [.. Items(Member(defence, "mitigations")).Select(ReadMitigation)]);
    }

    private static MitigationReport ReadMitigation(JsonElement mitigation)
    {
        var filter = Member(mitigation, "filter");
        return new MitigationReport(
            new FlowFilter
            {
                Name = Text(Member(filter, "name")),
                Destination = Text(Member(filter, "destination")),
                Source = Text(Member(filter, "source")),
                Protocol = Text(Member(filter, "protocol")),
                Ports = Counts(Member(filter, "ports")),
                SourcePorts = Counts(Member(filter, "sourcePorts")),
                LengthMin = Count(Member(filter, "lengthMin")),
                LengthMax = Count(Member(filter, "lengthMax")),
                TcpFlags = Text(Member(filter, "tcpFlags")),
                Ttl = Count(Member(filter, "ttl")),
                PacketsPerSecond = Number(Member(filter, "packetsPerSecond")) is null
                    ? null
                    : Whole(Member(filter, "packetsPerSecond")),
            },
            Text(Member(mitigation, "cause")),
            Text(Member(mitigation, "state")),
            Time(Member(mitigation, "since")) ?? default,
            Time(Member(mitigation, "expiresAt")) ?? default,
            Whole(Member(mitigation, "packets")));
    }

    private static ImmutableArray<string> Texts(JsonElement texts) =>
        [.. Items(texts).Select(Text).Where(text => text.Length > 0)];

    private static ImmutableArray<int> Counts(JsonElement numbers) => [.. Items(numbers).Select(Count)];

    private static int Count(JsonElement number) => (int)Math.Clamp(Whole(number), 0, int.MaxValue);

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
