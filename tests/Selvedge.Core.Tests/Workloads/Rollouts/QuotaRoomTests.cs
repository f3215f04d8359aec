using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;

namespace Selvedge.Core.Tests.Workloads.Rollouts;

public sealed class QuotaRoomTests
{
    [Fact]
    public void What_is_taken_is_counted_over_all_pods_and_the_first_that_is_exceeded_is_named()
    {
        var quota = Quota(("pods", "4"), ("requests.cpu", "300m"), ("limits.memory", "1Gi"));
        var room = new QuotaRoom([quota], [Pod("100m", "256Mi"), Pod("100m", "256Mi")]);

        Assert.Null(room.Refusal(Pod("100m", "256Mi").Spec));
        room.Take(Pod("100m", "256Mi").Spec);
        Assert.Equal(
            "Quota small is exceeded: a pod takes requests.cpu=100m, 300m of 300m are taken. Raise spec.hard of the "
            + "quota, or scale something down.",
            room.Refusal(Pod("100m", "256Mi").Spec));

        var used = room.Status(quota).Used;
        Assert.Equal(("3", "300m", "768Mi"), (used["pods"], used["requests.cpu"], used["limits.memory"]));
    }

    [Fact]
    public void A_container_that_does_not_say_what_it_takes_is_not_allowed_where_that_is_bounded()
    {
        var room = new QuotaRoom([Quota(("memory", "1Gi"))], []);

        Assert.Equal(
            "Quota small bounds memory, and container web does not say how much it takes: write "
            + "resources.requests.memory.",
            room.Refusal(Pod("100m", null).Spec));
        Assert.Null(new QuotaRoom([], []).Refusal(Pod(null, null).Spec));
    }

    [Fact]
    public void One_plan_never_makes_more_pods_than_allowed_at_all_places_together()
    {
        var world = new RolloutWorld(("fra", 1), ("nyc", 1), ("syd", 1)) { Quota = Quota(("pods", "4")) };
        world.Replicas(2);
        var plan = world.Step();
        Assert.Equal(4, plan.Steps.OfType<CreatePod>().Count() + world.Step().Steps.OfType<CreatePod>().Count());
        Assert.Equal(2, world.Step().Places.Sum(place => place.Refused));
        Assert.Contains(world.Last.Places, place => place.Phase == PlacePhase.Held
            && place.Message.StartsWith("Quota small is exceeded", StringComparison.Ordinal));
        Assert.Equal(0, world.Last.Places.Sum(place => place.Unplaced));

        world.Quota = null;
        world.Settle();
        Assert.Equal(6, world.Pods.Count);
    }

    [Fact]
    public void A_bad_quota_gets_all_its_problems_and_a_good_one_is_shown_as_kubectl_shows_it()
    {
        var kind = KindRegistry.Find("v1", "ResourceQuota")!;
        var bad = JsonNode.Parse("""
            {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "small"},
             "spec": {"hard": {"pods": "1.5", "request.cpu": 1, "memory": "much"}}}
            """)!.AsObject();
        Assert.Equal(
            ["spec.hard[memory]", "spec.hard[pods]", "spec.hard[request.cpu]"],
            DocumentValidator.Validate(kind, bad).Select(problem => problem.Path).Order(StringComparer.Ordinal));

        var good = JsonNode.Parse("""
            {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "small"},
             "spec": {"hard": {"pods": 4, "limits.cpu": 0.5}},
             "status": {"hard": {"pods": "4", "limits.cpu": "0.5"}, "used": {"pods": "2", "limits.cpu": "0"}}}
            """)!.AsObject();
        Assert.Empty(DocumentValidator.Validate(kind, good));
        Assert.Equal(
            ["pods: 2/4", "limits.cpu: 0/0.5"],
            kind.Columns.Take(2).Select(column => column.Cell(good, DateTimeOffset.UnixEpoch)));
    }

    private static ResourceQuota Quota(params ImmutableArray<(string Name, string Most)> hard) => new()
    {
        Metadata = new ObjectMeta { Name = "small" },
        Spec = new ResourceQuotaSpec
        {
            Hard = hard.Aggregate(ResourceNeeds.None, (all, one) => all.Add(one.Name, one.Most)),
        },
    };

    private static Pod Pod(string? cpu, string? memory) => new()
    {
        Spec = new PodSpec
        {
            Containers =
            [
                new Container
                {
                    Name = "web",
                    Resources = new ResourceNeeds
                    {
                        Requests = cpu is null ? ResourceNeeds.None : ResourceNeeds.None.Add("cpu", cpu),
                        Limits = memory is null ? ResourceNeeds.None : ResourceNeeds.None.Add("memory", memory),
                    },
                },
            ],
        },
    };
}
