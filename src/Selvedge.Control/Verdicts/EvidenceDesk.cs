using System.Collections.Immutable;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Verdicts;

/// <summary>Where statuses, publications and documents meet and become <see cref="Evidence"/>.</summary>
/// <remarks>Not thread-safe: the verdict loop is its only user. Ages are measured by this process' own monotonic clock,
/// so that no node's wrong clock can keep it alive.</remarks>
public sealed class EvidenceDesk(TimeProvider time)
{
    /// <summary>How long nodes may take to apply what was published before their <c>current</c> gate shuts. They need
    /// some ten milliseconds; a second forgives one lost message and the reconciliation after it.</summary>
    public static readonly TimeSpan ApplyGrace = TimeSpan.FromSeconds(1);

    /// <summary>How long the control plane listens before silence means anything: three status intervals and a
    /// reconnect.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (NodeStatus Status, long At)> _statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<(long Value, long At)>> _epochs = new(StringComparer.Ordinal);
    private readonly Queue<(long Value, long At)> _purges = new();
    private readonly Dictionary<string, long> _requiredEpochs = new(StringComparer.Ordinal);
    private long _requiredPurge;
    private long? _listeningSince;

    /// <summary>Takes a status.</summary>
    /// <returns>False for one that is older than what is known, which is dropped.</returns>
    public bool Receive(NodeStatus status)
    {
        if (_statuses.TryGetValue(status.Node, out var known)
            && known.Status.Instance == status.Instance && known.Status.Sequence >= status.Sequence)
        {
            return false;
        }

        _statuses[status.Node] = (status, time.GetTimestamp());
        return true;
    }

    /// <summary>The newest status of a node, or null.</summary>
    public NodeStatus? StatusOf(string node) =>
        _statuses.TryGetValue(node, out var known) ? known.Status : null;

    /// <summary>Notes that a location's snapshot went out.</summary>
    public void Published(string location, long epoch)
    {
        if (!_epochs.TryGetValue(location, out var queue))
        {
            _epochs[location] = queue = new Queue<(long, long)>();
        }

        queue.Enqueue((epoch, time.GetTimestamp()));
    }

    /// <summary>Notes that a purge went out.</summary>
    public void Purged(long sequence) => _purges.Enqueue((sequence, time.GetTimestamp()));

    /// <summary>Notes whether statuses can arrive at all.</summary>
    public void Listening(bool connected) =>
        _listeningSince = connected ? _listeningSince ?? time.GetTimestamp() : null;

    /// <summary>The evidence of this moment.</summary>
    public Evidence Gather(NetworkDocuments documents)
    {
        foreach (var (location, queue) in _epochs)
        {
            _requiredEpochs[location] = Required(queue, _requiredEpochs.GetValueOrDefault(location));
        }

        _requiredPurge = Required(_purges, _requiredPurge);
        var locations = documents.Locations.Values.Select(location => Facts(documents, location));
        var sites = documents.Sites.Values.Select(site => Facts(documents, site));
        var nodes = _statuses
            .Where(pair => documents.Nodes.TryGetValue(pair.Key, out var node)
                && node.Spec.Location == pair.Value.Status.Location)
            .ToImmutableDictionary(
                pair => pair.Key,
                pair => new NodeEvidence(pair.Value.Status, time.GetElapsedTime(pair.Value.At)),
                StringComparer.Ordinal);
        var complete = _listeningSince is { } since && time.GetElapsedTime(since) >= WarmUp;
        return new Evidence(time.GetUtcNow(), [.. sites], [.. locations], nodes, complete);
    }

    private LocationFacts Facts(NetworkDocuments documents, Location location)
    {
        var name = location.Metadata.Name;
        var reason = location.Spec.DrainReason.Length > 0 ? location.Spec.DrainReason : "Drained by an operator.";
        return new LocationFacts(
            name,
            location.Spec.Drained ? reason : null,
            [.. documents.NodesAt(name).Select(node => new NodeFacts(node.Metadata.Name, node.Spec.Drained))],
            _requiredEpochs.GetValueOrDefault(name),
            _requiredPurge);
    }

    private static SiteFacts Facts(NetworkDocuments documents, Site site) => new(
        site.Id,
        documents.Locations.Keys
            .Where(location => SitePlaces.IsPlaced(documents, site, location))
            .ToImmutableHashSet(StringComparer.Ordinal),
        documents.Locations.Values
            .Select(location => (location.Metadata.Name, Reason: SitePlaces.DisallowedBecause(site, location)))
            .Where(pair => pair.Reason is not null)
            .ToImmutableDictionary(pair => pair.Name, pair => pair.Reason!, StringComparer.Ordinal));

    private long Required(Queue<(long Value, long At)> queue, long required)
    {
        while (queue.TryPeek(out var next) && time.GetElapsedTime(next.At) >= ApplyGrace)
        {
            required = Math.Max(required, queue.Dequeue().Value);
        }

        return required;
    }
}
