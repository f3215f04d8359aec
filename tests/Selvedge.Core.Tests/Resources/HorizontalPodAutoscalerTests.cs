using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Scaling.Horizontal;

namespace Selvedge.Core.Tests.Resources;

public sealed class HorizontalPodAutoscalerTests
{
    private const string Good = """
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
         "metadata": {"name": "shop", "annotations": {"selvedge.dev/network-max-replicas": "40"}},
         "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"},
          "minReplicas": 2, "maxReplicas": 20,
          "metrics": [
           {"type": "Resource", "resource": {"name": "cpu",
             "target": {"type": "Utilization", "averageUtilization": 60}}},
           {"type": "Pods", "pods": {"metric": {"name": "rps"},
             "target": {"type": "AverageValue", "averageValue": "1k"}}},
           {"type": "Object", "object": {"metric": {"name": "requests"},
             "describedObject": {"apiVersion": "selvedge.dev/v1", "kind": "Site", "name": "shop"},
             "target": {"type": "Value", "value": 2000}}},
           {"type": "External", "external": {"metric": {"name": "queue"},
             "target": {"type": "AverageValue", "averageValue": "500m"}}}],
          "behavior": {"scaleDown": {"stabilizationWindowSeconds": 60, "tolerance": "50m",
            "policies": [{"type": "Percent", "value": 10, "periodSeconds": 60}], "selectPolicy": "Min"}}},
         "status": {"currentReplicas": 7, "currentMetrics": [
           {"type": "Resource", "resource": {"name": "cpu", "current": {"averageUtilization": 31}}}]}}
        """;

    private static ResourceKind Kind { get; } = KindRegistry.Find("autoscaling/v2", "HorizontalPodAutoscaler")!;

    [Fact]
    public void A_good_document_becomes_a_policy_with_the_documented_defaults()
    {
        Assert.Empty(DocumentValidator.Validate(Kind, Document(Good)));

        var document = CoreJson.Read<HorizontalPodAutoscaler>(Encoding.UTF8.GetBytes(Good));
        var policy = PolicyReader.Read(document);

        Assert.Equal((2, 20), (policy.MinReplicas, policy.MaxReplicas));
        Assert.Equal(
            [
                new MetricTarget(MetricSource.Resource, "cpu", MetricTargetType.Utilization, 60),
                new MetricTarget(MetricSource.Pods, "rps", MetricTargetType.AverageValue, 1_000_000),
                new MetricTarget(MetricSource.Described, "requests", MetricTargetType.Value, 2_000_000),
                new MetricTarget(MetricSource.External, "queue", MetricTargetType.AverageValue, 500),
            ], policy.Metrics);
        Assert.Equal(ScalingRules.UpDefaults, policy.Behavior!.Up);
        Assert.Equal((60, 0.05), (policy.Behavior.Down.StabilizationWindowSeconds, policy.Behavior.Down.Tolerance));
        Assert.Equal(PolicySelection.Min, policy.Behavior.Down.Select);
        Assert.Equal([new ScalingPolicy(ScalingPolicyType.Percent, 10, 60)], policy.Behavior.Down.Policies);
        Assert.Equal(40, PolicyReader.NetworkMaxReplicas(document));
    }

    [Fact]
    public void Without_metrics_and_behavior_it_is_cpu_at_eighty_percent_and_the_old_limits()
    {
        const string Least = """
            {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "a"},
             "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "a"}, "maxReplicas": 3}}
            """;
        Assert.Empty(DocumentValidator.Validate(Kind, Document(Least)));

        var document = CoreJson.Read<HorizontalPodAutoscaler>(Encoding.UTF8.GetBytes(Least));
        var policy = PolicyReader.Read(document);

        Assert.Equal(
            [new MetricTarget(MetricSource.Resource, "cpu", MetricTargetType.Utilization, 80)], policy.Metrics);
        Assert.Equal((1, null), (policy.MinReplicas, policy.Behavior));
        Assert.Null(PolicyReader.NetworkMaxReplicas(document));
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var problems = DocumentValidator.Validate(Kind, Document("""
            {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
             "metadata": {"name": "a", "annotations": {"selvedge.dev/network-max-replicas": "none"}},
             "spec": {"scaleTargetRef": {"kind": "Deployment"}, "minReplicas": 0, "maxReplicas": 0,
              "metrics": [
               {"type": "Resource", "pods": {"metric": {"name": "x"},
                 "target": {"type": "AverageValue", "averageValue": "1"}}},
               {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Value", "value": "1"}}},
               {"type": "Pods", "pods": {"metric": {"name": "x"}, "target": {"type": "AverageValue"}}},
               {"type": "Pods", "pods": {"metric": {"name": "x"},
                 "target": {"type": "AverageValue", "averageValue": "lots", "value": "1"}}},
               {"type": "ContainerResource"}],
              "behavior": {"scaleUp": {"stabilizationWindowSeconds": 3601, "tolerance": "-1",
                "policies": [{"type": "Nodes", "value": 1, "periodSeconds": 0}]}}}}
            """));

        Assert.Equal(
            [
                "metadata.annotations[selvedge.dev/network-max-replicas]",
                "spec.behavior.scaleUp.policies[0].periodSeconds",
                "spec.behavior.scaleUp.policies[0].type",
                "spec.behavior.scaleUp.stabilizationWindowSeconds",
                "spec.behavior.scaleUp.tolerance",
                "spec.maxReplicas",
                "spec.metrics[0].pods",
                "spec.metrics[0].resource",
                "spec.metrics[1].resource.target.type",
                "spec.metrics[2].pods.target.averageValue",
                "spec.metrics[3].pods.target.averageValue",
                "spec.metrics[3].pods.target.value",
                "spec.metrics[4].type",
                "spec.minReplicas",
                "spec.scaleTargetRef.name",
            ],
            problems.Select(problem => problem.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_is_that_of_kubectl()
    {
        Assert.Equal(
            ["Reference", "Targets", "MinPods", "MaxPods", "Replicas", "Age"],
            Kind.Columns.Select(column => column.Name));
        Assert.Equal(
            ["Deployment/shop", "cpu: 31%/60%, <unknown>/1k + 2 more...", "2", "20", "7"],
            Kind.Columns.Take(5).Select(column => column.Cell(Document(Good), DateTimeOffset.UnixEpoch)));
    }

    private static JsonObject Document(string json) => JsonNode.Parse(json)!.AsObject();
}
