using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Api.Writing;
using Selvedge.Control.Documents;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Addresses;

/// <summary>Decides where prefixes may be announced, and writes what nodes do with them: Announcements, and the
/// statuses of Prefixes, BgpPeers and Aggregates.</summary>
public sealed class AddressLoop
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>A prefix that nobody is told of any more stays in DNS for so long: sessions that begin anew are back by
    /// then.</summary>
    private static readonly TimeSpan LiveGrace = TimeSpan.FromSeconds(10);

    private readonly DocumentCache _cache;
    private readonly DocumentStore _documents;
    private readonly Func<IReadOnlyDictionary<string, NodeStatus>> _liveNodes;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly Func<string> _newId;
    private readonly ILogger<AddressLoop> _log;
    private readonly LoopTrouble _trouble;
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _began;

    /// <summary>Decides nothing yet.</summary>
    public AddressLoop(
        DocumentCache cache,
        DocumentStore documents,
        Func<IReadOnlyDictionary<string, NodeStatus>> liveNodes,
        EventRecorder events,
        TimeProvider time,
        Func<string> newId,
        ILogger<AddressLoop> log)
    {
        (_cache, _documents, _liveNodes, _events) = (cache, documents, liveNodes, events);
        (_time, _newId, _log) = (time, newId, log);
        _trouble = new LoopTrouble(reason => Log.AddressesWait(log, reason));
        _began = time.GetUtcNow();
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            await WorkAsync(cancellation);
        }
    }

    /// <summary>One round.</summary>
    internal Task WorkAsync(CancellationToken cancellation) => _trouble.RoundAsync(async () =>
    {
        var network = _cache.Current;
        if (network.Addresses == AddressDocuments.Empty)
        {
            return;
        }

        var (live, now) = (_liveNodes(), _time.GetUtcNow());
        var specs = AnnouncementFacts.Specs(network, now)
            .ToDictionary(spec => AnnouncementFacts.NameOf(spec.Prefix, spec.Location), StringComparer.Ordinal);
        foreach (var (name, spec) in specs)
        {
            await EachAsync(name, () => WriteAsync(network, name, spec, live, cancellation));
        }

        foreach (var gone in network.Addresses.Announcements.Values
            .Where(known => !specs.ContainsKey(known.Metadata.Name)))
        {
            await EachAsync(gone.Metadata.Name, async () => await _documents.Store.DeleteAsync(
                KeyOf(gone.Metadata.Name), 0, cancellation));
        }

        // Silence means something only once every node could have spoken.
        if (now - _began > EvidenceDesk.WarmUp)
        {
            await WriteStatusesAsync(network, [.. specs.Values], live, cancellation);
        }
    });

    private static ResourceKey KeyOf(string name) => new(ResourceNames.Announcements, "", name);

    private Task EachAsync(string name, Func<Task> work) =>
        LoopTrouble.EachAsync(work, error => Log.AddressFailed(_log, error, name));

    private async Task WriteAsync(
        NetworkDocuments network, string name, AnnouncementSpec spec, IReadOnlyDictionary<string, NodeStatus> live,
        CancellationToken cancellation)
    {
        var known = network.Addresses.Announcements.GetValueOrDefault(name);
        var isEarly = _time.GetUtcNow() - _began <= EvidenceDesk.WarmUp;
        var status = isEarly && known is not null && spec.Allowed
            ? known.Status
            : AnnouncementFacts.StatusOf(spec, network, live);
        if (known is not null && JsonNode.DeepEquals(JsonTrees.ToTree(known.Spec), JsonTrees.ToTree(spec))
            && JsonNode.DeepEquals(JsonTrees.ToTree(known.Status), JsonTrees.ToTree(status)))
        {
            return;
        }

        var stored = await _documents.UpdateAsync(
            KeyOf(name),
            document =>
            {
                (document["spec"], document["status"]) = (JsonTrees.ToTree(spec), JsonTrees.ToTree(status));
                return true;
            },
            cancellation);
        if (stored is null)
        {
            await _documents.Store.PutAsync(
                KeyOf(name), New(network.Addresses.Prefixes[spec.Prefix], name, spec, status).ToElement(), 0,
                cancellation);
        }

        Tell(known, spec, status);
    }

    private void Tell(Announcement? known, AnnouncementSpec spec, AnnouncementStatus status)
    {
        var subject = new ResourceKey(ResourceNames.Prefixes, "", spec.Prefix);
        if (!spec.Allowed && (known is null || known.Spec.Reason != spec.Reason))
        {
            _events.Warning(
                subject, "Prefix", "AnnouncementRefused", $"Not announced at {spec.Location}: {spec.Detail}");
        }
        else if (spec.Allowed && known is not null && known.Status.Desired != status.Desired)
        {
            _events.Normal(
                subject, "Prefix", $"{status.Desired}",
                $"{spec.Location}: {known.Status.Desired} before, {Told(status)}".TrimEnd());
        }
    }

    private static string Told(AnnouncementStatus status) =>
        $"{status.Desired} now ({status.Reason}). {status.Detail}";

    private JsonObject New(Prefix prefix, string name, AnnouncementSpec spec, AnnouncementStatus status) => new()
    {
        ["apiVersion"] = $"{ResourceNames.Group}/v1",
        ["kind"] = "Announcement",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["uid"] = _newId(),
            ["creationTimestamp"] = DocumentChange.Moment(_time.GetUtcNow()),
            ["ownerReferences"] = OwnerReferences.To(
                $"{ResourceNames.Group}/v1", "Prefix", prefix.Metadata.Name, prefix.Metadata.Uid),
        },
        ["spec"] = JsonTrees.ToTree(spec),
        ["status"] = JsonTrees.ToTree(status),
    };

    private async Task WriteStatusesAsync(
        NetworkDocuments network, ImmutableArray<AnnouncementSpec> specs, IReadOnlyDictionary<string, NodeStatus> live,
        CancellationToken cancellation)
    {
        var addresses = network.Addresses;
        foreach (var peer in addresses.Peers.Values)
        {
            var status = AnnouncementFacts.StatusOf(peer, network, live);
            await PutAsync(ResourceNames.BgpPeers, peer.Metadata.Name, peer.Status, status, cancellation);
        }

        foreach (var prefix in addresses.Prefixes.Values)
        {
            var status = StatusOf(network, prefix, specs, live);
            await PutAsync(ResourceNames.Prefixes, prefix.Metadata.Name, prefix.Status, status, cancellation);
        }

        foreach (var aggregate in addresses.Aggregates.Values)
        {
            var status = StatusOf(aggregate, addresses.Prefixes.Values);
            await PutAsync(ResourceNames.Aggregates, aggregate.Metadata.Name, aggregate.Status, status, cancellation);
        }
    }

    private Task PutAsync<T>(string resource, string name, T known, T next, CancellationToken cancellation) =>
        JsonNode.DeepEquals(JsonTrees.ToTree(known), JsonTrees.ToTree(next))
            ? Task.CompletedTask
            : EachAsync(
                name,
                () => _documents.UpdateStatusAsync(new ResourceKey(resource, "", name), next, cancellation));

    private PrefixStatus StatusOf(
        NetworkDocuments network, Prefix prefix, ImmutableArray<AnnouncementSpec> specs,
        IReadOnlyDictionary<string, NodeStatus> live)
    {
        var name = prefix.Metadata.Name;
        var allowed = specs.Where(spec => spec.Prefix == name && spec.Allowed).Select(spec => spec.Location)
            .Order(StringComparer.Ordinal).ToImmutableArray();
        var told = allowed
            .Where(place => network.NodesAt(place).Any(node =>
                live.TryGetValue(node.Metadata.Name, out var status) && AnnouncementFacts.IsTold(name, [status])))
            .ToImmutableArray();
        var isLive = IsLive(network, prefix, allowed, told, live);
        var found = IPNetwork.TryParse(prefix.Spec.Network, out var parsed) ? parsed : default;
        return new PrefixStatus
        {
            Live = isLive,
            AnnouncedAt = told,
            AllowedAt = allowed,
            Addresses = network.Addresses.Addresses.Values.Count(address =>
                IPAddress.TryParse(address.Spec.Address, out var one)
                && one.AddressFamily == found.BaseAddress?.AddressFamily && found.Contains(one)),
            Conditions = [Announced(prefix, allowed, told)],
        };
    }

    // A silent node may announce all the same: only what all of them deny is over.
    private bool IsLive(
        NetworkDocuments network, Prefix prefix, ImmutableArray<string> allowed, ImmutableArray<string> told,
        IReadOnlyDictionary<string, NodeStatus> live)
    {
        var (name, now) = (prefix.Metadata.Name, _time.GetUtcNow());
        if (!told.IsEmpty)
        {
            _told[name] = now;
            return true;
        }

        if (allowed.IsEmpty || !prefix.Status.Live)
        {
            return false;
        }

        var areHeard = allowed.SelectMany(network.NodesAt).All(node => live.ContainsKey(node.Metadata.Name));
        if (!areHeard || !_told.TryGetValue(name, out var last))
        {
            _told[name] = last = now;
        }

        return now - last < LiveGrace;
    }

    private Condition Announced(Prefix prefix, ImmutableArray<string> allowed, ImmutableArray<string> told)
    {
        var (status, reason, message) = (allowed.IsEmpty, told.IsEmpty) switch
        {
            (true, _) => ("False", "NowhereAllowed", "No location may announce it: see its Announcements."),
            (_, true) => ("False", "NobodyTold", "No neighbour is told of it: see its Announcements and the BgpPeers."),
            _ => ("True", "Announced", string.Create(
                CultureInfo.InvariantCulture, $"Announced at {told.Length} of {allowed.Length} locations.")),
        };
        return new Condition("Announced", status, reason, message, _time.GetUtcNow()).Since(prefix.Status.Conditions);
    }

    private static AggregateStatus StatusOf(Aggregate aggregate, IEnumerable<Prefix> prefixes)
    {
        if (!IPNetwork.TryParse(aggregate.Spec.Prefix, out var block))
        {
            return new AggregateStatus();
        }

        var inside = prefixes
            .Select(prefix => IPNetwork.TryParse(prefix.Spec.Network, out var network) ? network : (IPNetwork?)null)
            .OfType<IPNetwork>().Where(network => block.Covers(network)).ToList();
        return new AggregateStatus
        {
            Prefixes = inside.Count,
            Used = Math.Round(FreeSpace.UsedShare(block, inside) * 100, 1),
            LargestFree = FreeSpace.FindLargest(block, inside)?.ToString() ?? "",
        };
    }
}
