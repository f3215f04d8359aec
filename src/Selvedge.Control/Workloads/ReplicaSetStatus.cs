namespace Selvedge.Control.Workloads;

/// <summary>The status of a ReplicaSet.</summary>
/// <param name="Replicas">Pods at all locations.</param>
/// <param name="ReadyReplicas">Pods that are ready.</param>
/// <param name="AvailableReplicas">The same.</param>
/// <param name="ObservedGeneration">The generation that it speaks of.</param>
internal sealed record ReplicaSetStatus(
    int Replicas, int ReadyReplicas, int AvailableReplicas, long ObservedGeneration);
