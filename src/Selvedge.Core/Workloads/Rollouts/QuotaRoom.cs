using System.Collections.Immutable;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>What the quotas of one namespace leave for pods. Several workloads are planned one after another: what one
/// takes is told here, so that the next does not take it too. Not safe for several threads.</summary>
public sealed class QuotaRoom
{
    private readonly ImmutableArray<ResourceQuota> _quotas;
    private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);

    /// <summary>Counts what is there.</summary>
    /// <param name="quotas">All of the namespace; of none, everything is allowed.</param>
    /// <param name="pods">All pods of the namespace.</param>
    public QuotaRoom(IEnumerable<ResourceQuota> quotas, IEnumerable<Pod> pods)
    {
        _quotas = [.. quotas];
        foreach (var pod in pods)
        {
            Take(pod.Spec);
        }
    }

    /// <summary>Why one more pod is not allowed, and the way out.</summary>
    /// <param name="spec">The pod.</param>
    /// <returns>One sentence; null: it is allowed.</returns>
    public string? Refusal(PodSpec spec) => _quotas
        .SelectMany(quota => quota.Spec.Hard.Select(hard => Refusal(spec, quota, hard.Key, hard.Value)))
        .FirstOrDefault(refusal => refusal is not null);

    /// <summary>A pod is made.</summary>
    public void Take(PodSpec spec)
    {
        foreach (var resource in QuotaResource.All)
        {
            _used[resource.Name] = _used.GetValueOrDefault(resource.Name) + resource.Taken(spec);
        }
    }

    /// <summary>How a quota is.</summary>
    public ResourceQuotaStatus Status(ResourceQuota quota) => new()
    {
        Hard = quota.Spec.Hard,
        Used = quota.Spec.Hard.Keys.Aggregate(ResourceNeeds.None, (used, name) =>
            QuotaResource.Find(name) is { } resource
                ? used.Add(name, resource.Text(_used.GetValueOrDefault(name)))
                : used),
    };

    private string? Refusal(PodSpec spec, ResourceQuota quota, string name, string hard)
    {
        if (QuotaResource.Find(name) is not { } resource || !Quantity.TryParse(hard, out var most))
        {
            return null;
        }

        if (resource.Silent(spec) is { } silent)
        {
            return $"Quota {quota.Metadata.Name} bounds {name}, and container {silent.Name} does not say how much it "
                + $"takes: write resources.{resource.Field}.";
        }

        var (used, wanted) = (_used.GetValueOrDefault(name), resource.Taken(spec));
        return used + wanted <= most.MilliUnits
            ? null
            : $"Quota {quota.Metadata.Name} is exceeded: a pod takes {name}={resource.Text(wanted)}, "
                + $"{resource.Text(used)} of {resource.Text(most.MilliUnits)} are taken. Raise spec.hard of the quota, "
                + "or scale something down.";
    }
}
