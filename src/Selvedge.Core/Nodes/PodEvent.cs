namespace Selvedge.Core.Nodes;

/// <summary>Something worth telling of a pod, as Kubernetes' events tell it.</summary>
/// <param name="Number">Rises by one with each event of the pod since its node took it up; with
/// <paramref name="At"/> it tells one event from another.</param>
/// <param name="At">When it happened the last time.</param>
/// <param name="Warning">Whether somebody may have to look at it.</param>
/// <param name="Reason">One CamelCase word, for example <c>Started</c>, <c>BackOff</c>, <c>Unhealthy</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Count">How often it happened in a row.</param>
public sealed record PodEvent(
    long Number, DateTimeOffset At, bool Warning, string Reason, string Message, int Count);
