using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Vertical;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Tests.Scaling.Vertical;

public sealed class VerticalSizingTests
{
    [Fact]
    public void A_pod_that_begins_requests_the_target_and_its_limit_keeps_the_ratio()
    {
        var sized = VerticalSizing.Of(
            Pod(("cpu", "100m", "200m"), ("memory", "64Mi", "96Mi")), Autoscaler(("cpu", "150m"), ("memory", "128Mi")));

        var needs = sized.Containers[0].Resources;
        Assert.Equal(("150m", "300m"), (needs.Requests["cpu"], needs.Limits["cpu"]));
        Assert.Equal(("128Mi", "192Mi"), (needs.Requests["memory"], needs.Limits["memory"]));
    }

    [Fact]
    public void A_limit_that_stands_alone_is_the_request_too()
    {
        var needs = VerticalSizing.Of(Pod(("cpu", null, "100m")), Autoscaler(("cpu", "40m"))).Containers[0].Resources;

        Assert.Equal(("40m", "40m"), (needs.Requests["cpu"], needs.Limits["cpu"]));
    }

    [Fact]
    public void Without_a_limit_none_is_made_and_without_a_request_one_is()
    {
        var needs = VerticalSizing.Of(Pod(), Autoscaler(("cpu", "40m"))).Containers[0].Resources;

        Assert.Equal("40m", needs.Requests["cpu"]);
        Assert.Empty(needs.Limits);
        Assert.False(needs.Requests.ContainsKey("memory"));
    }

    [Fact]
    public void Requests_only_leaves_limits_and_does_not_go_beyond_them()
    {
        var autoscaler = Autoscaler(("cpu", "150m"));
        var needs = VerticalSizing.Of(Pod(("cpu", "50m", "100m")), autoscaler with
        {
            Spec = autoscaler.Spec with
            {
                ResourcePolicy = Bound(new VerticalContainerPolicy { ControlledValues = "RequestsOnly" }),
            },
        }).Containers[0].Resources;

        Assert.Equal(("100m", "100m"), (needs.Requests["cpu"], needs.Limits["cpu"]));
    }

    [Fact]
    public void What_is_told_only_or_not_controlled_or_of_another_container_changes_nothing()
    {
        var pod = Pod(("cpu", "100m", null));
        var autoscaler = Autoscaler(("cpu", "150m"));

        Assert.Same(pod, VerticalSizing.Of(pod, null));
        Assert.Same(pod, VerticalSizing.Of(pod, With(new VerticalUpdatePolicy { UpdateMode = "Off" }, Bound())));
        var off = new VerticalContainerPolicy { Mode = "Off" };
        Assert.Same(pod, VerticalSizing.Of(pod, With(new(), Bound(off))));
        var memory = new VerticalContainerPolicy { ControlledResources = ["memory"] };
        Assert.Same(pod, VerticalSizing.Of(pod, With(new(), Bound(memory))));
        Assert.Same(pod, VerticalSizing.Of(pod, With(
            new(), Bound(off with { ContainerName = "web" }, new VerticalContainerPolicy()))));
        var other = pod with { Containers = [pod.Containers[0] with { Name = "other" }] };
        Assert.Same(other, VerticalSizing.Of(other, autoscaler));

        VerticalPodAutoscaler With(VerticalUpdatePolicy update, VerticalResourcePolicy bounds) => autoscaler with
        {
            Spec = autoscaler.Spec with { UpdatePolicy = update, ResourcePolicy = bounds },
        };
    }

    [Fact]
    public void The_operators_bounds_hold_and_what_they_keep_it_from_is_told()
    {
        var advice = VerticalAdvice.Of(
            "web",
            new VerticalContainerPolicy
            {
                MinAllowed = ResourceNeeds.None.Add("cpu", "200m"),
                MaxAllowed = ResourceNeeds.None.Add("memory", "64Mi"),
            },
            new VerticalRecommendation(
                new ResourceBounds(0.05, 0.1, 0.3), new ResourceBounds(32 << 20, 100 << 20, 200 << 20), "Why."))!;

        Assert.Equal(("200m", "64Mi"), (advice.Target["cpu"], advice.Target["memory"]));
        Assert.Equal(("100m", "100Mi"), (advice.UncappedTarget["cpu"], advice.UncappedTarget["memory"]));
        Assert.Equal(("200m", "32Mi"), (advice.LowerBound["cpu"], advice.LowerBound["memory"]));
        Assert.Equal(("300m", "64Mi"), (advice.UpperBound["cpu"], advice.UpperBound["memory"]));
        Assert.Equal("Why.", advice.Reason);
    }

    [Theory]
    [InlineData("100m", "300m", false)]
    [InlineData("100m", "320m", false)]
    [InlineData("100m", "340m", true)]
    [InlineData("105m", "300m", true)]
    public void A_new_target_is_told_and_a_bound_that_moves_a_little_is_not(string target, string upper, bool told)
    {
        var before = Advice("100m", "300m");

        Assert.Equal(told, VerticalAdvice.Differs(before, Advice(target, upper)));

        static ContainerRecommendation Advice(string target, string upper) => new()
        {
            Target = ResourceNeeds.None.Add("cpu", target),
            UncappedTarget = ResourceNeeds.None.Add("cpu", target),
            LowerBound = ResourceNeeds.None.Add("cpu", "50m"),
            UpperBound = ResourceNeeds.None.Add("cpu", upper),
        };
    }

    private static VerticalResourcePolicy Bound(params ImmutableArray<VerticalContainerPolicy> policies) =>
        new() { ContainerPolicies = policies };

    private static VerticalPodAutoscaler Autoscaler(params ImmutableArray<(string Resource, string Target)> target) =>
        new()
        {
            Status = new VerticalPodAutoscalerStatus
            {
                Recommendation = new VerticalRecommendations
                {
                    ContainerRecommendations =
                    [
                        new ContainerRecommendation
                        {
                            ContainerName = "web",
                            Target = target.Aggregate(
                                ResourceNeeds.None, (all, one) => all.Add(one.Resource, one.Target)),
                        },
                    ],
                },
            },
        };

    private static PodSpec Pod(params ImmutableArray<(string Resource, string? Request, string? Limit)> needs) => new()
    {
        Containers =
        [
            new Container
            {
                Name = "web",
                Resources = new ResourceNeeds
                {
                    Requests = needs.Where(one => one.Request is not null).Aggregate(
                        ResourceNeeds.None, (all, one) => all.Add(one.Resource, one.Request!)),
                    Limits = needs.Where(one => one.Limit is not null).Aggregate(
                        ResourceNeeds.None, (all, one) => all.Add(one.Resource, one.Limit!)),
                },
            },
        ],
    };
}
