using System.Collections.Immutable;
using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;

namespace Selvedge.Core.Tests.Workloads.Rollouts;

public sealed class NodeChoiceTests
{
    private const long Mebibyte = 1 << 20;

    [Fact]
    public void Requests_choose_the_node_that_has_them_left()
    {
        var nodes = ImmutableArray.Create(Node("fra-1", 500, 2000), Node("fra-2", 900, 2000));

        Assert.Equal("fra-2", Find(nodes, Pod("600m"))?.Name);
        Assert.Equal("fra-1", Find(nodes, Pod("500m"))?.Name);
        Assert.Equal("fra-1", Find([Node("fra-1", null, 0), Node("fra-2", 900, 2000)], Pod("64"))?.Name);
    }

    [Fact]
    public void Pods_of_one_plan_do_not_share_what_is_left()
    {
        var world = new RolloutWorld(("fra", 2));
        world.Change("fra", place => place with
        {
            Replicas = 4,
            Nodes = [Node("fra-1", 1200, 2000), Node("fra-2", 500, 2000)],
        });
        world.Spec = world.Spec with { Template = RolloutWorld.Template("shop:1") with { Spec = Pod("500m") } };
        world.Step();
        world.Step();

        Assert.Equal(["fra-1", "fra-1", "fra-2"], world.Pods.Select(pod => pod.Spec.NodeName).Order());
        var place = Assert.Single(world.Last.Places);
        Assert.Equal(PlacePhase.Held, place.Phase);
        Assert.Equal(1, place.Unplaced);
        Assert.Equal(
            "No node of fra has 0.5 cpu free: fra-1 has 0.2 of 2, fra-2 has 0 of 2. "
                + "fra-1 would take one that asks for 0.2 cpu; ask for less, or add a node.",
            place.Message);
    }

    [Fact]
    public void What_does_not_fit_names_the_constraint_and_what_would_fit()
    {
        Assert.Equal(
            "No node of fra has 4 cpu free: fra-1 has 1.2 of 2. "
                + "fra-1 would take one that asks for 1.2 cpu; ask for less, or add a node.",
            WhyNot([Node("fra-1", 1200, 2000)], Pod("4")));
        Assert.Equal(
            "No node of fra has 64Mi of memory free: fra-1 has 1Mi of 512Mi, fra-2 is drained. "
                + "fra-1 would take one that asks for 1Mi; ask for less, or add a node.",
            WhyNot(
                [
                    Node("fra-1", 1200, 2000) with { FreeMemoryBytes = Mebibyte },
                    Node("fra-2", 1200, 2000) with { Admitted = false },
                ],
                Pod("", "64Mi")));
        Assert.Equal(
            "No node of fra has 4 cpu and 1024Mi of memory free: fra-1 has 1.2 of 2 cpu and 512Mi of 512Mi of memory, "
                + "fra-2 has 0.3 of 2 cpu. fra-1 would take one that asks for 1.2 cpu and 512Mi; "
                + "ask for less, or add a node.",
            WhyNot(
                [
                    Node("fra-1", 1200, 2000),
                    Node("fra-2", 300, 2000) with { FreeMemoryBytes = 4096 * Mebibyte },
                ],
                Pod("4", "1Gi")));
        Assert.Equal(
            "No node of fra has 1 cpu free: fra-1 has 0 of 2. fra-1 is full: ask for less elsewhere, or add a node.",
            WhyNot([Node("fra-1", -200, 2000)], Pod("1")));
    }

    [Fact]
    public void What_no_change_of_requests_mends_says_so()
    {
        Assert.Equal("fra has no nodes.", WhyNot([], Pod("1")));
        Assert.Equal(
            "No node of fra takes pods now: fra-2 is drained, fra-1 does not report. "
                + "Undrain one, or look at why they are silent.",
            WhyNot(
                [
                    Node("fra-1", 1200, 2000) with { SilentSince = DateTimeOffset.UnixEpoch },
                    Node("fra-2", 1200, 2000) with { Admitted = false },
                ],
                Pod("1")));
        Assert.Equal(
            "No node of fra has disk=fast: fra-1 has other labels. "
                + "Label a node, or change spec.template.spec.nodeSelector.",
            WhyNot(
                [Node("fra-1", 1200, 2000)],
                Pod("1") with { NodeSelector = new PodSpec().NodeSelector.Add("disk", "fast") }));
        Assert.Equal(
            "No node of fra has 3 cpu free: fra-1 has 1 of 2, fra-2 has 1 of 2, fra-3 has 1 of 2 and 2 more. "
                + "fra-1 would take one that asks for 1 cpu; ask for less, or add a node.",
            WhyNot([.. Enumerable.Range(1, 5).Select(number => Node($"fra-{number}", 1000, 2000))], Pod("3")));
    }

    private static RolloutNode? Find(ImmutableArray<RolloutNode> nodes, PodSpec spec) =>
        NodeChoice.Find(Place(nodes), spec, _ => 0, _ => 0, out _);

    private static string WhyNot(ImmutableArray<RolloutNode> nodes, PodSpec spec)
    {
        Assert.Null(NodeChoice.Find(Place(nodes), spec, _ => 0, _ => 0, out var reason));
        return reason;
    }

    private static RolloutPlace Place(ImmutableArray<RolloutNode> nodes) => new("fra", true, false, 1, nodes);

    private static RolloutNode Node(string name, long? free, long cpu) => new(
        name, null, true, ImmutableDictionary<string, string>.Empty, 0, free, free is null ? null : 512 * Mebibyte)
    {
        CpuMillis = cpu,
        MemoryBytes = 512 * Mebibyte,
    };

    private static PodSpec Pod(string cpu, string memory = "")
    {
        var requests = new ResourceNeeds().Requests;
        requests = cpu.Length > 0 ? requests.Add("cpu", cpu) : requests;
        requests = memory.Length > 0 ? requests.Add("memory", memory) : requests;
        return new PodSpec
        {
            Containers =
            [
                new Container { Name = "shop", Image = "shop:1",
                    Resources = new ResourceNeeds { Requests = requests } },
            ],
        };
    }
}
