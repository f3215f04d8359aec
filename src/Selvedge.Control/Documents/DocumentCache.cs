using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Documents;

/// <summary>Follows the store and keeps the newest <see cref="NetworkDocuments"/> at hand.</summary>
/// <remarks>One follower; any number of readers. A stored document that no longer fits its type keeps its last good
/// form here and is logged: it must not stop the network.</remarks>
public sealed class DocumentCache(IResourceStore store, TimeProvider time, ILogger<DocumentCache> log)
{
    private static readonly string[] Followed =
    [
        ResourceNames.Locations,
        ResourceNames.Nodes,
        ResourceNames.Sites,
        ResourceNames.Zones,
        ResourceNames.Certificates,
        ResourceNames.Secrets,
        ResourceNames.ConfigMaps,
        ResourceNames.Deployments,
        ResourceNames.ReplicaSets,
        ResourceNames.Pods,
        ResourceNames.Services,
        ResourceNames.PlacementPlans,
        ResourceNames.HorizontalPodAutoscalers,
        ResourceNames.VerticalPodAutoscalers,
        ResourceNames.ResourceQuotas,
        ResourceNames.Providers,
        ResourceNames.Aggregates,
        ResourceNames.Prefixes,
        ResourceNames.IpAddresses,
        ResourceNames.Roas,
        ResourceNames.BgpPeers,
        ResourceNames.Announcements,
        ResourceNames.Defences,
        ResourceNames.Mitigations,
        ResourceNames.VirtualAddresses,
    ];

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private volatile NetworkDocuments _current = NetworkDocuments.Empty;

    /// <summary>The newest documents.</summary>
    public NetworkDocuments Current => _current;

    /// <summary>Raised after <see cref="Current"/> moved, on the follower's own task: handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Reads everything once, so that <see cref="Current"/> is whole before anybody decides by it.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        var next = NetworkDocuments.Empty with { Revision = await store.RevisionAsync(cancellation) };
        foreach (var resource in Followed)
        {
            var list = await store.ListAsync(resource, null, cancellation);
            next = list.Items.Aggregate(next, (documents, item) => Fold(documents, item, deleted: false));
        }

        _current = next;
        Changed?.Invoke();
    }

    /// <summary>Follows the store until cancelled; lists anew when the history is gone.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in store.WatchAsync(null, null, _current.Revision, cancellation))
                {
                    Apply(change);
                }
            }
            catch (RevisionGoneException gone)
            {
                Log.CacheRelists(log, gone.Asked, gone.Oldest);
                await LoadAsync(cancellation);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Log.CacheWatchFailed(log, error);
                await Task.Delay(RetryDelay, time, cancellation);
            }
        }
    }

    private void Apply(StoreEvent change)
    {
        var resource = change.Resource;
        if (!Followed.Contains(resource.Key.Resource, StringComparer.Ordinal))
        {
            // The revision moves on all the same, or a restart of the watch would ask for history long gone.
            _current = _current with { Revision = resource.Revision };
            return;
        }

        _current =
            Fold(_current, resource, change.Kind == StoreEventKind.Deleted) with { Revision = resource.Revision };
        Changed?.Invoke();
    }

    private NetworkDocuments Fold(NetworkDocuments documents, StoredResource item, bool deleted)
    {
        try
        {
            return FoldTyped(documents, item, deleted);
        }
        catch (JsonException error)
        {
            Log.DocumentUnreadable(log, item.Key, error.Message);
            return documents;
        }
    }

    private static NetworkDocuments FoldTyped(NetworkDocuments documents, StoredResource item, bool deleted)
    {
        var name = item.Key.Name;
        var id = new SiteId(item.Key.Namespace, name);
        return item.Key.Resource switch
        {
            ResourceNames.Locations => documents with { Locations = Set<string, Location>(documents.Locations, name) },
            ResourceNames.Nodes => documents with { Nodes = Set<string, Node>(documents.Nodes, name) },
            ResourceNames.Sites => documents with { Sites = Set<SiteId, Site>(documents.Sites, id) },
            ResourceNames.Defences => documents with { Defences = Set<string, Defence>(documents.Defences, name) },
            ResourceNames.Mitigations =>
                documents with { Mitigations = Set<string, Mitigation>(documents.Mitigations, name) },
            ResourceNames.VirtualAddresses =>
                documents with { VirtualAddresses = Set<string, VirtualAddress>(documents.VirtualAddresses, name) },
            ResourceNames.Zones => documents with { Zones = Set<string, Zone>(documents.Zones, name) },
            ResourceNames.Certificates =>
                documents with { Certificates = Set<SiteId, Certificate>(documents.Certificates, id) },
            ResourceNames.Secrets => documents with { Secrets = Set<SiteId, Secret>(documents.Secrets, id) },
            ResourceNames.ConfigMaps =>
                documents with { ConfigMaps = Set<SiteId, ConfigMap>(documents.ConfigMaps, id) },
            ResourceNames.Deployments =>
                documents with { Deployments = Set<SiteId, Deployment>(documents.Deployments, id) },
            ResourceNames.ReplicaSets =>
                documents with { ReplicaSets = Set<SiteId, ReplicaSet>(documents.ReplicaSets, id) },
            ResourceNames.Pods => documents with { Pods = Set<SiteId, Pod>(documents.Pods, id) },
            ResourceNames.Services => documents with { Services = Set<SiteId, Service>(documents.Services, id) },
            ResourceNames.PlacementPlans when name == LocationOptimizer.Name =>
                documents with { Plans = Set<string, StoredPlan>(documents.Plans, item.Key.Namespace) },
            ResourceNames.HorizontalPodAutoscalers =>
                documents with { Autoscalers = Set<SiteId, HorizontalPodAutoscaler>(documents.Autoscalers, id) },
            ResourceNames.ResourceQuotas =>
                documents with { Quotas = Set<SiteId, ResourceQuota>(documents.Quotas, id) },
            ResourceNames.VerticalPodAutoscalers => documents with
            {
                VerticalAutoscalers = Set<SiteId, VerticalPodAutoscaler>(documents.VerticalAutoscalers, id),
            },
            ResourceNames.Providers => documents with { Providers = Set<string, Provider>(documents.Providers, name) },
            _ => documents with { Addresses = FoldAddresses(documents.Addresses, item, deleted) },
        };

        ImmutableSortedDictionary<TKey, T> Set<TKey, T>(ImmutableSortedDictionary<TKey, T> all, TKey key)
            where TKey : notnull => Put(all, key, item, deleted);
    }

    private static AddressDocuments FoldAddresses(AddressDocuments documents, StoredResource item, bool deleted)
    {
        return item.Key.Resource switch
        {
            ResourceNames.Aggregates => documents with { Aggregates = Set(documents.Aggregates) },
            ResourceNames.Prefixes => documents with { Prefixes = Set(documents.Prefixes) },
            ResourceNames.IpAddresses => documents with { Addresses = Set(documents.Addresses) },
            ResourceNames.Roas => documents with { Roas = Set(documents.Roas) },
            ResourceNames.BgpPeers => documents with { Peers = Set(documents.Peers) },
            ResourceNames.Announcements => documents with { Announcements = Set(documents.Announcements) },
            _ => documents,
        };

        ImmutableSortedDictionary<string, T> Set<T>(ImmutableSortedDictionary<string, T> all) =>
            Put(all, item.Key.Name, item, deleted);
    }

    private static ImmutableSortedDictionary<TKey, T> Put<TKey, T>(
        ImmutableSortedDictionary<TKey, T> all, TKey key, StoredResource item, bool deleted)
        where TKey : notnull =>
        deleted ? all.Remove(key) : all.SetItem(key, CoreJson.Read<T>(item.Document));
}
