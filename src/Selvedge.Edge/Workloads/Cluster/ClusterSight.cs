using k8s;
using k8s.Models;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>What the cluster has with the node's label, as lists and watches told it. For one loop only.</summary>
internal sealed class ClusterSight
{
    private readonly Dictionary<string, V1Deployment> _deployments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, V1Pod> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodIdentity> _documents = new(StringComparer.Ordinal);

    /// <summary>Whether anything was listed yet: before that, absence says nothing.</summary>
    public bool Known { get; private set; }

    /// <summary>Everything is as this list says.</summary>
    public void Take(ClusterList list)
    {
        Known = true;
        _deployments.Clear();
        _pods.Clear();
        _documents.Clear();
        foreach (var deployment in list.Deployments)
        {
            _deployments[deployment.Metadata.Name] = deployment;
        }

        foreach (var pod in list.Pods)
        {
            _pods[pod.Metadata.Name] = pod;
        }

        foreach (var owner in list.DocumentOwners)
        {
            _documents[owner.Uid] = owner;
        }
    }

    /// <summary>A Deployment changed.</summary>
    public void Take(WatchEventType type, V1Deployment deployment) => Take(_deployments, type, deployment);

    /// <summary>A pod changed.</summary>
    public void Take(WatchEventType type, V1Pod pod) => Take(_pods, type, pod);

    /// <summary>A pod's documents were taken away.</summary>
    public void Clean(string uid) => _documents.Remove(uid);

    /// <summary>All that there is, by uid.</summary>
    public Dictionary<string, (V1Deployment? Deployment, List<V1Pod> Pods)> ByUid()
    {
        var found = new Dictionary<string, (V1Deployment? Deployment, List<V1Pod> Pods)>(StringComparer.Ordinal);
        foreach (var deployment in _deployments.Values)
        {
            if (Uid(deployment.Metadata) is { } uid)
            {
                found[uid] = (deployment, []);
            }
        }

        foreach (var pod in _pods.Values)
        {
            if (Uid(pod.Metadata) is { } uid)
            {
                found.TryAdd(uid, (null, []));
                found[uid].Pods.Add(pod);
            }
        }

        return found;
    }

    /// <summary>Whose all of it is. An object that does not say whose it is is nobody's, and left alone.</summary>
    public IEnumerable<PodIdentity> Owners() => _deployments.Values
        .Select(deployment => ClusterNames.Identity(
            deployment.Metadata.Annotations,
            TimeSpan.FromSeconds(deployment.Spec?.Template?.Spec?.TerminationGracePeriodSeconds ?? 0)))
        .OfType<PodIdentity>().Concat(_documents.Values);

    private static void Take<T>(Dictionary<string, T> known, WatchEventType type, T item)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        if (type == WatchEventType.Deleted)
        {
            known.Remove(item.Metadata.Name);
        }
        else if (type is WatchEventType.Added or WatchEventType.Modified)
        {
            known[item.Metadata.Name] = item;
        }
    }

    private static string? Uid(V1ObjectMeta metadata) =>
        metadata.Annotations is { } notes && notes.TryGetValue(ClusterNames.Uid, out var uid) ? uid : null;
}
