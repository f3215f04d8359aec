namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>The pods of a workload at one place, by what is to become of them. Pure.</summary>
internal sealed class PlacePods
{
    /// <summary>A node may be silent for so long before its pods are made anew on another one of the place.</summary>
    public static readonly TimeSpan NodePatience = TimeSpan.FromSeconds(30);

    /// <summary>Sorts the pods.</summary>
    /// <param name="place">Where.</param>
    /// <param name="pods">All of the workload there.</param>
    /// <param name="now">The moment.</param>
    public PlacePods(RolloutPlace place, IEnumerable<Pod> pods, DateTimeOffset now)
    {
        var nodes = place.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        var takers = place.Nodes.Where(node => node.Admitted && node.SilentSince is null)
            .Select(node => node.Name).ToList();
        foreach (var pod in pods.OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal))
        {
            // Only where another node can take it does a pod leave its own.
            var others = takers.Exists(name => name != pod.Spec.NodeName);
            if (!nodes.TryGetValue(pod.Spec.NodeName, out var node))
            {
                Lost.Add((pod, $"Its node {pod.Spec.NodeName} is no more."));
            }
            else if (pod.IsOver())
            {
                Lost.Add((pod, $"It ended: {pod.Status.Phase}."));
            }
            else if (others && node.SilentSince is { } since && now - since > NodePatience)
            {
                Unreachable.Add(pod);
            }
            else if (others && !node.Admitted)
            {
                Leaving.Add(pod);
            }
            else
            {
                Staying.Add(pod);
            }
        }
    }

    /// <summary>Run no more, with the reason.</summary>
    public List<(Pod Pod, string Reason)> Lost { get; } = [];

    /// <summary>On a node that has been silent for long, beside others that are not.</summary>
    public List<Pod> Unreachable { get; } = [];

    /// <summary>On a drained node, beside others that are not.</summary>
    public List<Pod> Leaving { get; } = [];

    /// <summary>All others.</summary>
    public List<Pod> Staying { get; } = [];

    /// <summary>Those that run or are on their way.</summary>
    public IEnumerable<Pod> Alive => Staying.Concat(Leaving);
}
