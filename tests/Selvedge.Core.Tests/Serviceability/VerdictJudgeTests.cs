using Selvedge.Core.Serviceability;

namespace Selvedge.Core.Tests.Serviceability;

public sealed class VerdictJudgeTests
{
    private readonly VerdictJudge _judge = new(new VerdictPolicy());

    [Fact]
    public void Every_gate_open_makes_every_place_serviceable_and_names_its_node()
    {
        var verdicts = _judge.Weigh(new Scene().Evidence(), VerdictTable.Empty);

        Assert.All(verdicts, verdict => Assert.True(verdict.Serviceable));
        Assert.Equal(["fra-1"], verdicts[0].Nodes);
        Assert.All(verdicts, verdict => Assert.Empty(verdict.Shut));
    }

    public static TheoryData<Gate, string> EachGate => new()
    {
        { Gate.Placed, "NotPlaced" },
        { Gate.Ready, "ConnectionRefused" },
        { Gate.Certificate, "HandshakeChainExpired" },
        { Gate.Current, "EpochBehind" },
        { Gate.Healthy, "ConnectionRefused" },
        { Gate.Unloaded, "OverWatermark" },
        { Gate.Allowed, "Residency" },
        { Gate.Admitted, "Drained" },
    };

    [Theory]
    [MemberData(nameof(EachGate))]
    public void Each_gate_alone_shuts_only_the_place_it_is_about(Gate gate, string reason)
    {
        var scene = new Scene();
        Shut(scene, gate);

        var verdicts = _judge.Weigh(scene.Evidence(), VerdictTable.Empty);

        var fra = verdicts.Single(verdict => verdict.Location == "fra");
        Assert.False(fra.Serviceable);
        Assert.Empty(fra.Nodes);
        Assert.Contains(fra.Shut, shut => shut.Gate == gate && shut.Reason == reason);
        Assert.All(verdicts.Where(verdict => verdict.Location != "fra"), verdict => Assert.True(verdict.Serviceable));
    }

    [Fact]
    public void A_missed_purge_and_a_refused_section_and_silence_shut_the_current_gate()
    {
        foreach (var (bend, reason) in new (Action<Scene>, string)[]
        {
            (scene => scene.BehindPurge.Add("fra"), "PurgeMissed"),
            (scene => scene.Refusing.Add("fra"), "SectionRefused"),
            (scene => scene.Silent.Add("fra"), "StatusStale"),
            (scene => scene.NeverReported.Add("fra"), "NeverReported"),
        })
        {
            var scene = new Scene();
            bend(scene);
            var fra = _judge.Weigh(scene.Evidence(), VerdictTable.Empty).Single(verdict => verdict.Location == "fra");
            Assert.Contains(fra.Shut, shut => shut.Gate == Gate.Current && shut.Reason == reason);
        }
    }

    [Fact]
    public void One_of_two_observers_is_a_quorum_and_none_is_not()
    {
        var scene = new Scene();
        scene.Unreached.Add(("nyc", "fra"));
        Assert.True(Fra(scene).Serviceable);

        scene.Unreached.Add(("syd", "fra"));
        Assert.Contains(Fra(scene).Shut, shut => shut.Gate == Gate.Healthy);
    }

    [Fact]
    public void A_nodes_word_about_itself_counts_only_when_nobody_else_could_look()
    {
        var scene = new Scene();
        scene.Unreached.UnionWith([("nyc", "fra"), ("syd", "fra")]);
        Assert.False(Fra(scene).Serviceable);

        var alone = new Scene("fra");
        Assert.True(Fra(alone).Serviceable);
        alone.Unreached.Add(("fra", "fra"));
        Assert.False(Fra(alone).Serviceable);
    }

    [Fact]
    public void Silent_observers_do_not_vote()
    {
        var scene = new Scene();
        scene.Unreached.Add(("nyc", "fra"));
        scene.Silent.Add("syd");

        Assert.Contains(Fra(scene).Shut, shut => shut.Gate == Gate.Healthy);
    }

    [Fact]
    public void A_place_closed_for_load_opens_only_under_the_low_watermark()
    {
        var scene = new Scene();
        var table = VerdictTable.Empty;
        foreach (var (pressure, serviceable) in new[]
        {
            (0.9, true), (0.96, false), (0.9, false), (0.81, false), (0.79, true), (0.9, true),
        })
        {
            scene.Pressure["fra"] = pressure;
            table = new VerdictTable(table.Epoch + 1, scene.Now, _judge.Weigh(scene.Evidence(), table));
            Assert.Equal(serviceable, table.Find(Scene.Shop, "fra")!.Serviceable);
        }
    }

    [Fact]
    public void A_gate_keeps_the_moment_it_shut()
    {
        var scene = new Scene();
        scene.BackendDown.Add("fra");
        var first = new VerdictTable(1, scene.Now, _judge.Weigh(scene.Evidence(), VerdictTable.Empty));
        var shutAt = scene.Now;
        scene.Now += TimeSpan.FromMinutes(5);

        var later = _judge.Weigh(scene.Evidence(), first).Single(verdict => verdict.Location == "fra");

        Assert.Equal(shutAt, later.Shut.Single().Since);
    }

    private Verdict Fra(Scene scene) =>
        _judge.Weigh(scene.Evidence(), VerdictTable.Empty).Single(verdict => verdict.Location == "fra");

    private static void Shut(Scene scene, Gate gate)
    {
        switch (gate)
        {
            case Gate.Placed: scene.NotPlaced.Add("fra"); break;
            case Gate.Ready: scene.BackendDown.Add("fra"); break;
            case Gate.Certificate: scene.BadChain.Add("fra"); break;
            case Gate.Current: scene.BehindEpoch.Add("fra"); break;
            case Gate.Healthy: scene.Unreached.UnionWith([("nyc", "fra"), ("syd", "fra")]); break;
            case Gate.Unloaded: scene.Pressure["fra"] = 0.99; break;
            case Gate.Allowed: scene.Disallowed["fra"] = "EU only."; break;
            case Gate.Admitted: scene.Drained.Add("fra"); break;
            default: throw new ArgumentOutOfRangeException(nameof(gate));
        }
    }
}
