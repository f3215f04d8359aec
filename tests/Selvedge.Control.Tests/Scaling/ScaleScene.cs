using System.Collections.Immutable;
using Selvedge.Control.Scaling;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Horizontal;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Tests.Scaling;

/// <summary>A Deployment with pods at fra, and what its node says.</summary>
internal static class ScaleScene
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Pod Pod(int number, bool ready = true, string phase = "Running", string? cpu = "100m") => new()
    {
        Metadata = new ObjectMeta { Name = $"shop-{number}", Namespace = "default", Uid = $"uid-{number}" },
        Spec = new PodSpec
        {
            Containers =
            [
                new Container
                {
                    Resources = new ResourceNeeds
                    {
                        Requests = cpu is null
                            ? ImmutableSortedDictionary<string, string>.Empty
                            : ImmutableSortedDictionary<string, string>.Empty.Add("cpu", cpu).Add("memory", "64Mi"),
                    },
                },
            ],
        },
        Status = new PodStatus
        {
            Phase = phase,
            Ready = ready,
            ReadySince = ready ? Now.AddMinutes(-9) : null,
            StartTime = Now.AddMinutes(-10),
        },
    };

    public static NodeStatus Node(
        ImmutableArray<ServiceLoad> services, params ImmutableArray<(int Pod, long? Cpu, long? Bytes)> usage)
    {
        var pods = usage.Select(one => new PodReport(
            "default", $"shop-{one.Pod}", $"uid-{one.Pod}", new PodStatus(),
            ImmutableSortedDictionary<int, string>.Empty, one.Cpu, one.Bytes));
        var load = new NodeLoad(0, 0, 0, 0, 0);
        var status = new NodeStatus(
            "fra-1", "fra", "i", 1, "1", TimeSpan.FromMinutes(1), 1, 1, 0, [], [], [], load, [.. pods]);
        return status with { Services = services };
    }

    public static HorizontalPodAutoscaler Autoscaler(params ImmutableArray<AutoscalerMetric> metrics) => new()
    {
        Metadata = new ObjectMeta { Name = "shop", Namespace = "default", Uid = "hpa", Generation = 4 },
        Spec = new HorizontalPodAutoscalerSpec
        {
            ScaleTargetRef = new ScaleTargetReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "shop" },
            MinReplicas = 1,
            MaxReplicas = 10,
            Metrics = metrics,
        },
    };

    public static AutoscalerMetric Cpu(int percent) => new()
    {
        Type = "Resource",
        Resource = new AutoscalerMetricSource
        {
            Name = "cpu",
            Target = new AutoscalerMetricTarget { Type = "Utilization", AverageUtilization = percent },
        },
    };

    public static AutoscalerMetric Pods(string metric, string amount) => new()
    {
        Type = "Pods",
        Pods = Of(metric, "AverageValue", amount),
    };

    public static AutoscalerMetric Described(string kind, string name, string metric, string amount) => new()
    {
        Type = "Object",
        Described = Of(metric, "Value", amount) with
        {
            DescribedObject = new ScaleTargetReference { Kind = kind, Name = name },
        },
    };

    /// <summary>The status after one decision by requests.</summary>
    public static HorizontalPodAutoscalerStatus StatusOf(
        HorizontalPodAutoscaler autoscaler, string location, int from, int to, long measured) =>
        AutoscalerStatus.Of(
            autoscaler,
            [
                new HorizontalDecision
                {
                    Input = new HorizontalInput
                    {
                        Location = location,
                        Now = Now,
                        SpecReplicas = from,
                        StatusReplicas = from,
                    },
                    Replicas = to,
                    Proposals =
                    [
                        new MetricProposal(
                            PolicyReader.Read(autoscaler).Metrics[0], to, (double)to / from, measured, ""),
                    ],
                    Reason = $"{from} to {to}: they come.",
                    Memory = HorizontalMemory.Empty,
                },
            ],
            Now);

    private static AutoscalerMetricSource Of(string metric, string type, string amount)
    {
        var text = System.Text.Json.JsonSerializer.SerializeToElement(amount);
        return new AutoscalerMetricSource
        {
            Metric = new AutoscalerMetricName { Name = metric },
            Target = type == "Value"
                ? new AutoscalerMetricTarget { Type = type, Value = text }
                : new AutoscalerMetricTarget { Type = type, AverageValue = text },
        };
    }
}
