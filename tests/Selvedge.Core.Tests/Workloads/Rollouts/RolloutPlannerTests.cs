using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;

namespace Selvedge.Core.Tests.Workloads.Rollouts;

public sealed class RolloutPlannerTests
{
    private static readonly string[] Three = ["fra", "nyc", "syd"];

    [Fact]
    public void A_new_deployment_runs_everywhere_at_once_and_is_spread_over_the_nodes()
    {
        var world = new RolloutWorld(("fra", 2), ("nyc", 1), ("syd", 2));
        world.Replicas(4);
        world.Step();
        world.Step();

        Assert.Equal(12, world.Pods.Count);
        foreach (var (node, count) in world.Pods.CountBy(pod => pod.Spec.NodeName))
        {
            Assert.Equal(node == "nyc-1" ? 4 : 2, count);
        }

        world.Settle();
        Assert.True(world.Last.IsComplete);
        Assert.Equal(world.Memory.Proven, world.Last.Target);
    }

    [Fact]
    public void A_new_template_is_tried_at_one_place_first_then_at_as_many_as_succeeded()
    {
        var world = Running(2);
        world.Spec = world.Spec with { Template = RolloutWorld.Template("shop:2") };
        List<string> order = [];
        world.Settle(each: () => order.AddRange(Three.Where(place =>
            !order.Contains(place) && world.Images(place).Contains("shop:2"))));

        Assert.Equal(Three, order);
        Assert.All(Three, place => Assert.Equal(["shop:2", "shop:2"], world.Images(place)));
        var first = world.Done.OfType<CreatePod>()
            .First(step => step.Set.EndsWith(world.Last.Target, StringComparison.Ordinal));
        Assert.Equal("fra", first.Location);
        Assert.Equal([1, 2], world.Sets.Select(set => set.Revision).Order());
    }

    [Theory]
    [InlineData("crash", "CrashLoopBackOff: exit code 1")]
    [InlineData("mute", "did not become available within 60 s")]
    public void A_template_that_fails_at_the_first_place_is_taken_back_and_never_reaches_the_others(
        string image, string reason)
    {
        var world = Running(2);
        var good = world.Last.Target;
        world.Spec = world.Spec with { Template = RolloutWorld.Template(image), ProgressDeadlineSeconds = 60 };
        world.Settle(200, () =>
        {
            Assert.All(Three, place => Assert.True(world.Serving(place) >= 2, $"{place} has too few"));
            Assert.DoesNotContain(image, world.Images("nyc"));
            Assert.DoesNotContain(image, world.Images("syd"));
        });

        Assert.All(Three, place => Assert.Equal(["shop:1", "shop:1"], world.Images(place)));
        Assert.Equal(good, world.Last.Target);
        Assert.Contains(reason, world.Last.Failure, StringComparison.Ordinal);

        // A better one is tried again.
        world.Spec = world.Spec with { Template = RolloutWorld.Template("shop:3") };
        world.Settle();
        Assert.True(world.Last.IsComplete);
        Assert.All(Three, place => Assert.Equal(["shop:3", "shop:3"], world.Images(place)));
    }

    [Fact]
    public void Going_back_takes_the_old_set_and_gives_it_a_new_number()
    {
        var world = Running(1);
        world.Spec = world.Spec with { Template = RolloutWorld.Template("shop:2") };
        world.Settle();
        world.Spec = world.Spec with { Template = RolloutWorld.Template("shop:1") };
        world.Settle();

        Assert.Equal([2, 3], world.Sets.Select(set => set.Revision).Order());
        Assert.All(Three, place => Assert.Equal(["shop:1"], world.Images(place)));
    }

    [Fact]
    public void Old_revisions_beyond_the_limit_are_forgotten_and_the_proven_one_is_kept()
    {
        var world = Running(1);
        world.Spec = world.Spec with { RevisionHistoryLimit = 1 };
        foreach (var image in (string[])["shop:2", "shop:3", "shop:4"])
        {
            world.Spec = world.Spec with { Template = RolloutWorld.Template(image) };
            world.Settle();
        }

        world.Step();
        Assert.Equal(["shop:3", "shop:4"], world.Sets.Select(set => set.Spec.Template.Spec.Containers[0].Image));
    }

    [Fact]
    public void A_place_that_the_plan_leaves_keeps_its_pods_until_nobody_is_sent_there()
    {
        var world = Running(2);
        world.Change("syd", place => place with { Planned = false, Kept = true });
        world.Step();
        Assert.Equal(2, world.Serving("syd"));
        Assert.Equal(PlacePhase.Leaving, world.Last.Places.Single(place => place.Location == "syd").Phase);

        world.Change("syd", place => place with { Kept = false });
        world.Step();
        Assert.Equal(0, world.Serving("syd"));
        Assert.Equal(2, world.Serving("fra"));
    }

    [Fact]
    public void Pods_of_a_silent_node_are_made_anew_beside_it_but_stay_where_it_is_the_only_one()
    {
        var world = new RolloutWorld(("fra", 2), ("nyc", 1));
        world.Replicas(2);
        world.Settle();
        Silence(world, "fra", "fra-1");
        Silence(world, "nyc", "nyc-1");
        world.Pass((int)PlacePods.NodePatience.TotalSeconds + 1);
        world.Step();

        Assert.Equal(2, world.Pods.Count(pod => pod.Spec.NodeName == "fra-2"));
        Assert.Equal(1, world.Pods.Count(pod => pod.Spec.NodeName == "fra-1"));
        Assert.Equal(2, world.Pods.Count(pod => pod.Spec.NodeName == "nyc-1"));
        Assert.Equal(5, world.Pods.Count);

        world.Pass(10);
        world.Change("fra", place => place with
        {
            Nodes = [.. place.Nodes.Select(node => node with { SilentSince = null })],
        });
        world.Settle(60);
        Assert.Equal(2, world.Serving("fra"));
    }

    [Fact]
    public void A_place_that_is_cut_off_is_not_waited_for_and_follows_when_it_is_back()
    {
        var world = Running(1);
        Silence(world, "nyc", "nyc-1");
        world.Spec = world.Spec with { Template = RolloutWorld.Template("shop:2") };
        world.Settle(60);

        Assert.Equal(PlacePhase.CutOff, world.Last.Places.Single(place => place.Location == "nyc").Phase);
        Assert.Equal(world.Last.Target, world.Memory.Proven);
        Assert.Equal(["shop:1"], world.Images("nyc"));
        Assert.Equal(["shop:2"], world.Images("fra"));
        Assert.Equal(["shop:2"], world.Images("syd"));

        world.Change("nyc", place => place with
        {
            Nodes = [.. place.Nodes.Select(node => node with { SilentSince = null })],
        });
        world.Settle(60);
        Assert.True(world.Last.IsComplete);
        Assert.Equal(["shop:2"], world.Images("nyc"));
    }

    [Fact]
    public void A_drained_node_gives_its_pods_away_without_a_gap()
    {
        var world = new RolloutWorld(("fra", 2));
        world.Replicas(3);
        world.Settle();
        world.Change("fra", place => place with
        {
            Nodes = [place.Nodes[0] with { Admitted = false }, place.Nodes[1]],
        });
        world.Settle(each: () => Assert.True(world.Serving("fra") >= 3));

        Assert.All(world.Pods, pod => Assert.Equal("fra-2", pod.Spec.NodeName));
        Assert.Equal(3, world.Pods.Count);
    }

    [Fact]
    public void The_last_place_that_serves_never_goes_whatever_the_strategy_allows()
    {
        var world = new RolloutWorld(("fra", 1));
        world.Settle();
        world.Spec = world.Spec with
        {
            Strategy = new DeploymentStrategy { Type = "Recreate" },
            Template = RolloutWorld.Template("shop:2"),
        };
        world.Settle(30);

        Assert.Equal(1, world.Serving("fra"));
        var fra = Assert.Single(world.Last.Places);
        Assert.Equal(PlacePhase.Held, fra.Phase);
        Assert.Equal("It has the last pod that serves.", fra.Message);
    }

    [Fact]
    public void Recreate_ends_all_old_ones_of_a_place_first_while_others_serve()
    {
        var world = Running(2);
        world.Spec = world.Spec with
        {
            Strategy = new DeploymentStrategy { Type = "Recreate" },
            Template = RolloutWorld.Template("shop:2"),
        };
        world.Settle(each: () =>
        {
            Assert.True(Three.Count(place => world.Serving(place) > 0) >= 2);
            Assert.All(Three, place => Assert.True(world.Images(place).Distinct().Count() <= 1));
        });

        Assert.True(world.Last.IsComplete);
    }

    [Fact]
    public void A_paused_deployment_keeps_its_template_and_still_scales()
    {
        var world = Running(1);
        world.Spec = world.Spec with { Paused = true, Template = RolloutWorld.Template("shop:2") };
        world.Replicas(3);
        world.Settle(30);
        Assert.All(Three, place => Assert.Equal(["shop:1", "shop:1", "shop:1"], world.Images(place)));
    }

    [Fact]
    public void Whatever_happens_enough_serve_and_all_ends_as_wanted()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            RandomRollout(new Random(seed), seed);
        }
    }

    // Templates, counts and nodes change at random; while nothing fails by itself, no place falls below what the
    // strategy allows and none has more than it allows.
    private static void RandomRollout(Random random, int seed)
    {
        var world = new RolloutWorld(("fra", random.Next(1, 4)), ("nyc", random.Next(1, 4)), ("syd", 1));
        var replicas = random.Next(1, 6);
        world.Replicas(replicas);
        world.Spec = world.Spec with
        {
            Strategy = new DeploymentStrategy
            {
                RollingUpdate = new RollingUpdate
                {
                    MaxSurge = IntOrPercent.Percent(random.Next(0, 101)),
                    MaxUnavailable = IntOrPercent.Count(random.Next(0, 3)),
                },
            },
        };
        world.Settle();
        var rolling = world.Spec.Strategy.RollingUpdate;
        var fewer = Math.Min(replicas, rolling.MaxUnavailable.Of(replicas, false));
        var more = Math.Max(rolling.MaxSurge.Of(replicas, true), fewer == 0 ? 1 : 0);
        for (var second = 0; second < 60; second++)
        {
            if (random.Next(8) == 0)
            {
                string[] images = ["shop:1", "shop:2", "crash", "mute"];
                world.Spec = world.Spec with
                {
                    Template = RolloutWorld.Template(images[random.Next(images.Length)]),
                    ProgressDeadlineSeconds = 10,
                };
            }

            world.Step();
            foreach (var place in Three)
            {
                Assert.True(world.Serving(place) >= replicas - fewer, $"seed {seed}: {place} has too few");
                Assert.True(world.Images(place).Count() <= replicas + more, $"seed {seed}: {place} has too many");
            }

            Assert.Contains(Three, place => world.Serving(place) > 0);
            world.Pass(random.Next(1, 4));
        }

        world.Spec = world.Spec with { Template = RolloutWorld.Template("shop:9") };
        world.Settle();
        Assert.True(world.Last.IsComplete, $"seed {seed} does not end: {world.Last.Failure}");
        Assert.All(Three, place => Assert.Equal(Enumerable.Repeat("shop:9", replicas), world.Images(place)));
    }

    private static RolloutWorld Running(int replicas)
    {
        var world = new RolloutWorld(("fra", 1), ("nyc", 1), ("syd", 1));
        world.Replicas(replicas);
        world.Settle();
        Assert.True(world.Last.IsComplete);
        return world;
    }

    private static void Silence(RolloutWorld world, string location, string name) => world.Change(
        location,
        place => place with
        {
            Nodes = [.. place.Nodes.Select(node => node.Name == name ? node with { SilentSince = world.Now } : node)],
        });
}
