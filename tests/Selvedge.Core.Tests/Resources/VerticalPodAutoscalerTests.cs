using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Core.Tests.Resources;

public sealed class VerticalPodAutoscalerTests
{
    private static ResourceKind Kind { get; } = KindRegistry.Find("autoscaling.k8s.io/v1", "VerticalPodAutoscaler")!;

    [Fact]
    public void A_good_document_is_read_with_the_documented_defaults()
    {
        const string Good = """
            {"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscaler", "metadata": {"name": "shop"},
             "spec": {"targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"},
              "resourcePolicy": {"containerPolicies": [
               {"containerName": "web", "maxAllowed": {"cpu": 2, "memory": "1Gi"}},
               {"containerName": "*", "mode": "Off"}]}}}
            """;
        Assert.Empty(DocumentValidator.Validate(Kind, JsonNode.Parse(Good)!.AsObject()));

        var spec = CoreJson.Read<VerticalPodAutoscaler>(Encoding.UTF8.GetBytes(Good)).Spec;
        Assert.Equal("Initial", spec.UpdatePolicy.UpdateMode);
        Assert.True(spec.PolicyOf("web").Controls("cpu"));
        Assert.Equal("2", spec.PolicyOf("web").MaxAllowed["cpu"]);
        Assert.False(spec.PolicyOf("log").Controls("cpu"));
    }

    [Fact]
    public void A_bad_document_gets_all_its_problems_at_once_each_with_path_and_fix()
    {
        const string Bad = """
            {"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscaler", "metadata": {"name": "shop"},
             "spec": {"targetRef": {"kind": "Deployment"}, "updatePolicy": {"updateMode": "Recreate"},
              "resourcePolicy": {"containerPolicies": [
               {"containerName": "web", "minAllowed": {"cpu": "2", "disk": "1Gi"}, "maxAllowed": {"cpu": "1"}}]}}}
            """;
        var problems = DocumentValidator.Validate(Kind, JsonNode.Parse(Bad)!.AsObject());

        Assert.Equal(
            [
                "spec.resourcePolicy.containerPolicies[0].maxAllowed[cpu]",
                "spec.resourcePolicy.containerPolicies[0].minAllowed[disk]",
                "spec.targetRef.name",
                "spec.updatePolicy.updateMode",
            ],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Fix));
        var mode = problems.Single(problem => problem.Path == "spec.updatePolicy.updateMode");
        Assert.Contains("Initial", mode.Fix, StringComparison.Ordinal);
    }
}
