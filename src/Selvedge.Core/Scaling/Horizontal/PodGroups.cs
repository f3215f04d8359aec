using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>The pods of a target as one metric sees them. Pods that are removed or failed are in none.</summary>
/// <param name="Measured">With a sample that counts.</param>
/// <param name="Unready">Not begun or, for cpu, not ready or not measured since.</param>
/// <param name="Missing">Without a sample.</param>
/// <param name="AnyPods">Whether there are pods at all.</param>
/// <param name="AllRequest">Whether every pod has the request that utilization is a share of.</param>
internal sealed record PodGroups(
    ImmutableArray<CountedPod> Measured, ImmutableArray<CountedPod> Unready, ImmutableArray<CountedPod> Missing,
    bool AnyPods, bool AllRequest)
{
    public static PodGroups Of(
        HorizontalPolicy policy, MetricTarget target, MetricReading reading, HorizontalInput input)
    {
        var samples = reading.Samples.ToDictionary(sample => sample.Pod, StringComparer.Ordinal);
        var measured = ImmutableArray.CreateBuilder<CountedPod>();
        var unready = ImmutableArray.CreateBuilder<CountedPod>();
        var missing = ImmutableArray.CreateBuilder<CountedPod>();
        foreach (var pod in input.Pods.Where(pod => !pod.Deleting && pod.Phase != PodPhase.Failed))
        {
            var counted = new CountedPod(0, pod.Requests.GetValueOrDefault(target.Name));
            if (pod.Phase == PodPhase.Pending)
            {
                unready.Add(counted);
            }
            else if (!samples.TryGetValue(pod.Name, out var sample))
            {
                missing.Add(counted);
            }
            else if (target.IsCpu && !Counts(policy, pod, sample, input.Now))
            {
                unready.Add(counted);
            }
            else
            {
                measured.Add(counted with { Amount = sample.Amount });
            }
        }

        return new PodGroups(
            measured.ToImmutable(), unready.ToImmutable(), missing.ToImmutable(), !input.Pods.IsEmpty,
            target.Type != MetricTargetType.Utilization
            || input.Pods.All(pod => pod.Requests.ContainsKey(target.Name)));
    }

    /// <summary>Why there is no mean; null: there is one.</summary>
    public string? Failure(MetricTarget target) =>
        !AnyPods ? "there are no pods"
        : Measured.IsEmpty ? "no ready pod was measured"
        : !AllRequest ? $"a container has no request for {target.Name}"
        : target.Type == MetricTargetType.Utilization && Measured.All(pod => pod.Request == 0)
            ? $"the pods request no {target.Name}"
            : null;

    private static bool Counts(HorizontalPolicy policy, PodState pod, PodSample sample, DateTimeOffset now)
    {
        if (pod.Ready is not { } ready || pod.StartedAt is not { } started)
        {
            return false;
        }

        return started + policy.CpuInitializationPeriod > now
            ? ready && sample.At >= pod.ReadyChangedAt + sample.Window
            : ready || started + policy.InitialReadinessDelay <= pod.ReadyChangedAt;
    }
}
