using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;

namespace Selvedge.Core.Tests.Workloads;

public sealed class WordsTests
{
    private static ReadOnlySpan<byte> Written => """
        {"metadata": {"name": "shop", "namespace": "default"},
         "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "shop"}},
          "strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": "50%"}},
          "template": {"metadata": {"labels": {"app": "shop"}}, "spec": {"containers": [{"name": "shop",
            "image": "shop:1", "ports": [{"name": "http", "containerPort": 8080}],
            "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}, "periodSeconds": 2},
            "resources": {"requests": {"cpu": "250m"}, "limits": {"memory": "64Mi"}}}]}}}}
        """u8;

    [Fact]
    public void A_deployment_is_read_as_kubernetes_writes_it()
    {
        var deployment = CoreJson.Read<Deployment>(Written);
        var container = Assert.Single(deployment.Spec.Template.Spec.Containers);
        Assert.Equal(8080, container.ReadinessProbe!.HttpGet!.Port.In(deployment.Spec.Template.Spec));
        Assert.Equal(250, container.Resources.CpuMillis);
        Assert.Equal(64 << 20, container.Resources.MemoryBytes);
        Assert.Equal(64 << 20, container.Resources.MemoryBytesMax);
        Assert.Null(container.Resources.CpuMillisMax);
        Assert.Equal(1, deployment.Spec.Strategy.RollingUpdate.MaxSurge.Of(4, true));
        Assert.Equal(2, deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Of(5, false));
        Assert.Equal(2, container.ReadinessProbe.PeriodSeconds);
        Assert.Equal(3, container.ReadinessProbe.FailureThreshold);
    }

    [Theory]
    [InlineData("1", 1000)]
    [InlineData("0.5", 500)]
    [InlineData("\"250m\"", 250)]
    public void An_amount_is_a_number_or_text(string written, long millis)
    {
        var document = Encoding.UTF8.GetString(Written)
            .Replace("\"250m\"", written, StringComparison.Ordinal)
            .Replace("\"metadata\": {\"name\": \"shop\", \"namespace\": \"default\"}",
                "\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"metadata\": {\"name\": \"shop\"}",
                StringComparison.Ordinal);

        Assert.Empty(DocumentValidator.Validate(
            KindRegistry.Find("apps/v1", "Deployment")!, JsonNode.Parse(document)!.AsObject()));
        Assert.Equal(millis, Assert.Single(CoreJson.Read<Deployment>(Encoding.UTF8.GetBytes(document))
            .Spec.Template.Spec.Containers).Resources.CpuMillis);
    }

    [Fact]
    public void A_document_that_was_written_again_is_the_same_template()
    {
        var deployment = CoreJson.Read<Deployment>(Written);
        var again = CoreJson.Read<Deployment>(CoreJson.Write(deployment));
        Assert.Equal(TemplateHash.Of(deployment.Spec.Template), TemplateHash.Of(again.Spec.Template));
        Assert.Contains("\"containerPort\":8080", Encoding.UTF8.GetString(CoreJson.Write(deployment)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_labels_does_not_change_a_template()
    {
        var one = new PodTemplate { Metadata = new ObjectMeta { Labels = Labels("a", "b", "c", "d", "e") } };
        var other = new PodTemplate { Metadata = new ObjectMeta { Labels = Labels("e", "d", "c", "b", "a") } };
        Assert.Equal(TemplateHash.Of(one), TemplateHash.Of(other));
        Assert.NotEqual(TemplateHash.Of(one), TemplateHash.Of(new PodTemplate()), StringComparer.Ordinal);

        static ImmutableDictionary<string, string> Labels(params string[] names) =>
            names.ToImmutableDictionary(name => name, name => name, StringComparer.Ordinal);
    }

    [Fact]
    public void Selectors_hold_labels_as_kubernetes_does()
    {
        var selector = CoreJson.Read<LabelSelector>("""
            {"matchLabels": {"app": "shop"}, "matchExpressions": [
              {"key": "tier", "operator": "In", "values": ["web", "api"]}, {"key": "old", "operator": "DoesNotExist"},
              {"key": "zone", "operator": "NotIn", "values": ["a"]}]}
            """u8);
        Assert.Equal("app=shop,tier in (web,api),!old,zone notin (a)", selector.ToQuery());
        Assert.True(selector.Matches(new Dictionary<string, string> { ["app"] = "shop", ["tier"] = "api" }));
        Assert.False(selector.Matches(new Dictionary<string, string> { ["app"] = "shop", ["tier"] = "db" }));
        Assert.False(selector.Matches(
            new Dictionary<string, string> { ["app"] = "shop", ["tier"] = "api", ["old"] = "" }));
        Assert.False(selector.Matches(
            new Dictionary<string, string> { ["app"] = "shop", ["tier"] = "api", ["zone"] = "a" }));
        Assert.False(new LabelSelector().Matches(new Dictionary<string, string>()));
        Assert.False(CoreJson.Read<LabelSelector>("""{"matchExpressions": [null]}"""u8)
            .Matches(new Dictionary<string, string>()));
    }
}
