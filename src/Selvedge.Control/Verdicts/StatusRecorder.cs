using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Verdicts;

/// <summary>Writes what the network is like into the documents' statuses, and tells what changed as events. Behind the
/// verdict loop and never in its way: a slow disk delays what people see, not what users get.</summary>
public sealed class StatusRecorder(
    VerdictLoop verdicts,
    SnapshotPublisher publisher,
    DocumentCache documents,
    DocumentStore store,
    EventRecorder events,
    TimeProvider time,
    ILogger<StatusRecorder> log) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>Refusals named in one event; a node has as many as it says.</summary>
    private const int RefusalsTold = 3;

    private readonly Signal _signal = new();
    private readonly Dictionary<string, bool> _nodeReady = new(StringComparer.Ordinal);
    private VerdictTable _told = VerdictTable.Empty;
    private bool _storeRefuses;

    /// <summary>Records until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _told = verdicts.Current;
        verdicts.Changed += OnChanged;
        documents.Changed += _signal.Raise;
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await RecordAsync(cancellation);
                await _signal.WaitAsync(Tick, time, cancellation);
            }
        }
        finally
        {
            verdicts.Changed -= OnChanged;
            documents.Changed -= _signal.Raise;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();

    private void OnChanged(VerdictTable before, VerdictTable after) => _signal.Raise();

    private async Task RecordAsync(CancellationToken cancellation)
    {
        try
        {
            var table = verdicts.Current;
            var current = documents.Current;
            Tell(_told, table);
            _told = table;
            foreach (var site in current.Sites.Values)
            {
                await RecordAsync(site, table, cancellation);
            }

            var live = verdicts.LiveNodes();
            foreach (var node in current.Nodes.Values)
            {
                await RecordAsync(node, live.GetValueOrDefault(node.Metadata.Name), cancellation);
            }

            foreach (var location in current.Locations.Values)
            {
                await RecordAsync(location, current, live, cancellation);
            }

            _storeRefuses = false;
        }
        catch (StoreException error)
        {
            if (!_storeRefuses)
            {
                _storeRefuses = true;
                Log.StatusesNotKept(log, error.Message);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.RecordingFailed(log, error);
        }
    }

    private void Tell(VerdictTable before, VerdictTable after)
    {
        foreach (var verdict in after.Verdicts)
        {
            var earlier = before.Find(verdict.Site, verdict.Location);
            if (earlier?.Serviceable == verdict.Serviceable && earlier.Held == verdict.Held)
            {
                continue;
            }

            var subject = new ResourceKey(ResourceNames.Sites, verdict.Site.Namespace, verdict.Site.Name);
            var gates = string.Join(
                ", ", verdict.Shut.Select(shut => $"{shut.Gate.ToString().ToLowerInvariant()} ({shut.Reason})"));
            if (verdict is { Serviceable: true, Held: null })
            {
                events.Normal(
                    subject, "Site", "Serviceable", $"Users are sent to {verdict.Location}: every gate is open.");
            }
            else if (verdict.Held is not null)
            {
                events.Warning(
                    subject, "Site", "Held",
                    $"{verdict.Location} is held as last good ({verdict.Held}); shut: {gates}.");
            }
            else if (earlier is not null)
            {
                events.Warning(
                    subject, "Site", "Unserviceable", $"No user is sent to {verdict.Location}; shut: {gates}.");
            }
        }
    }

    private async Task RecordAsync(Site site, VerdictTable table, CancellationToken cancellation)
    {
        var key = new ResourceKey(ResourceNames.Sites, site.Metadata.Namespace, site.Metadata.Name);
        await store.UpdateAsync(
            key, document => Replace(document, SiteStatus.Of(site, table, Present<SiteStatus>(document))),
            cancellation);
    }

    private async Task RecordAsync(Node node, NodeStatus? live, CancellationToken cancellation)
    {
        var name = node.Metadata.Name;
        var key = new ResourceKey(ResourceNames.Nodes, "", name);
        var wanted = publisher.EpochOf(node.Spec.Location);
        var known = live ?? verdicts.StatusOf(name);
        if (_nodeReady.TryGetValue(name, out var before) ? before != (live is not null) : live is not null)
        {
            if (live is null)
            {
                events.Warning(key, "Node", NodeDocumentStatus.Silent, $"{name} has stopped reporting.");
            }
            else
            {
                events.Normal(
                    key, "Node", "Reporting", $"{name} reports from {live.Location}, version {live.Version}.");
            }
        }

        _nodeReady[name] = live is not null;
        await store.UpdateAsync(
            key,
            document =>
            {
                var present = Present<NodeDocumentStatus>(document);
                var next = NodeDocumentStatus.Of(known, live is not null, wanted, present, time.GetUtcNow());
                Tell(key, present, next);
                return Replace(document, next);
            },
            cancellation);
    }

    private void Tell(ResourceKey node, NodeDocumentStatus? before, NodeDocumentStatus after)
    {
        var refused = after.Refusals.Except(before?.Refusals ?? []).ToList();
        if (refused.Count > 0)
        {
            var named = refused.Take(RefusalsTold).Select(refusal => $"{refusal.Key}: {refusal.Reason}");
            var more = refused.Count > RefusalsTold
                ? string.Create(CultureInfo.InvariantCulture, $"; and {refused.Count - RefusalsTold} more")
                : "";
            events.Warning(node, "Node", "SectionRefused", $"{node.Name} refused {string.Join("; ", named)}{more}");
        }

        if (after.Unkept is { } unkept && before?.Unkept is null)
        {
            events.Warning(node, "Node", unkept.Reason, $"{node.Name}: {unkept.Message}");
        }
    }

    private async Task RecordAsync(
        Location location,
        NetworkDocuments current,
        IReadOnlyDictionary<string, NodeStatus> live,
        CancellationToken cancellation)
    {
        var name = location.Metadata.Name;
        var nodes = current.NodesAt(name).ToList();
        var status = new LocationDocumentStatus(
            nodes.Count,
            nodes.Count(node => live.ContainsKey(node.Metadata.Name)),
            location.Spec.Drained ? "Drained" : "InService");
        await store.UpdateStatusAsync(new ResourceKey(ResourceNames.Locations, "", name), status, cancellation);
    }

    private static T? Present<T>(JsonObject document)
        where T : class =>
        document["status"] is JsonObject status && CoreJson.TryRead<T>(JsonTrees.ToUtf8(status), out var value, out _)
            ? value
            : null;

    private static bool Replace<T>(JsonObject document, T status)
    {
        var next = JsonTrees.ToTree(status);
        if (JsonNode.DeepEquals(document["status"], next))
        {
            return false;
        }

        document["status"] = next;
        return true;
    }
}
