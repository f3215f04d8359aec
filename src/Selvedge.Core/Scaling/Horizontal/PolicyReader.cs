using System.Globalization;
using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>From a valid document to what <see cref="HorizontalAutoscaler"/> works with, defaults filled in.</summary>
public static class PolicyReader
{
    private const long DefaultCpuPercent = 80;

    /// <summary>Reads the policy.</summary>
    public static HorizontalPolicy Read(HorizontalPodAutoscaler document) => new()
    {
        MinReplicas = document.Spec.MinReplicas,
        MaxReplicas = document.Spec.MaxReplicas,
        Metrics = document.Spec.Metrics.IsEmpty
            ? [new MetricTarget(
                MetricSource.Resource, MetricTarget.Cpu, MetricTargetType.Utilization, DefaultCpuPercent)]
            : [.. document.Spec.Metrics.Select(Target)],
        Behavior = document.Spec.Behavior is not { } behavior
            ? null
            : new ScalingBehavior(
                Rules(behavior.ScaleUp, ScalingRules.UpDefaults), Rules(behavior.ScaleDown, ScalingRules.DownDefaults)),
    };

    /// <summary>The most replicas at all locations together; null: no cap.</summary>
    public static int? NetworkMaxReplicas(HorizontalPodAutoscaler document) =>
        document.Metadata.Annotations.TryGetValue(HorizontalPodAutoscaler.NetworkMaxReplicas, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? most
            : null;

    private static MetricTarget Target(AutoscalerMetric metric)
    {
        var (source, from) = metric.Type switch
        {
            "Resource" => (MetricSource.Resource, metric.Resource),
            "Pods" => (MetricSource.Pods, metric.Pods),
            "Object" => (MetricSource.Described, metric.Described),
            _ => (MetricSource.External, metric.External),
        };
        from ??= new AutoscalerMetricSource();
        var name = source == MetricSource.Resource ? from.Name : from.Metric.Name;
        return from.Target.Type switch
        {
            "Utilization" => new(source, name, MetricTargetType.Utilization, from.Target.AverageUtilization ?? 0),
            "AverageValue" => new(source, name, MetricTargetType.AverageValue, Thousandths(from.Target.AverageValue)),
            _ => new(source, name, MetricTargetType.Value, Thousandths(from.Target.Value)),
        };
    }

    private static ScalingRules Rules(AutoscalerRules rules, ScalingRules defaults) => defaults with
    {
        StabilizationWindowSeconds = rules.StabilizationWindowSeconds ?? defaults.StabilizationWindowSeconds,
        Select = rules.SelectPolicy,
        Policies = rules.Policies.IsEmpty ? defaults.Policies : rules.Policies,
        Tolerance = rules.Tolerance is { } tolerance ? Thousandths(tolerance) / 1000.0 : defaults.Tolerance,
    };

    private static long Thousandths(JsonElement? value) =>
        Quantity.TryParse(value?.ToString(), out var quantity) ? quantity.MilliUnits : 0;
}
