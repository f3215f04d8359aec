using CsCheck;
using Selvedge.Core.Serviceability;

namespace Selvedge.Core.Tests.Serviceability;

public sealed class VerdictGuardsTests
{
    private static readonly VerdictPolicy Policy = new();
    private readonly VerdictJudge _judge = new(Policy);
    private readonly VerdictGuards _guards = new(Policy);

    [Fact]
    public void A_dead_backend_everywhere_holds_the_last_good_places_and_marks_them()
    {
        var scene = new Scene();
        var good = Next(scene, VerdictTable.Empty);
        scene.BackendDown.UnionWith(["fra", "nyc", "syd"]);

        var held = Next(scene, good);

        Assert.Equal(good.Epoch + 1, held.Epoch);
        Assert.All(held.Verdicts, verdict =>
        {
            Assert.True(verdict.Serviceable);
            Assert.Equal(VerdictGuards.LastPlace, verdict.Held);
            Assert.Contains(verdict.Shut, shut => shut.Gate == Gate.Ready);
            Assert.NotEmpty(verdict.Nodes);
        });
    }

    [Fact]
    public void A_shared_fault_that_shuts_places_one_after_another_holds_them_all()
    {
        var scene = new Scene();
        var tables = Follow(
            scene,
            () => scene.BackendDown.Add("fra"),
            () => scene.BackendDown.Add("nyc"),
            () => scene.BackendDown.Add("syd"));

        Assert.False(tables[^2].Find(Scene.Shop, "fra")!.Serviceable);
        Assert.All(tables[^1].Verdicts, verdict => Assert.Equal(VerdictGuards.LastPlace, verdict.Held));
        Assert.All(tables[^1].Verdicts, verdict => Assert.NotEmpty(verdict.Nodes));
    }

    [Fact]
    public void A_place_that_died_or_was_drained_is_not_called_back_when_the_others_shut()
    {
        var scene = new Scene();
        var tables = Follow(
            scene,
            () => scene.Silent.Add("fra"),
            () => scene.Drained.Add("nyc"),
            () => scene.BackendDown.UnionWith(["fra", "nyc", "syd"]));

        Assert.False(tables[^1].Find(Scene.Shop, "fra")!.Serviceable);
        Assert.False(tables[^1].Find(Scene.Shop, "nyc")!.Serviceable);
        Assert.Equal(VerdictGuards.LastPlace, tables[^1].Find(Scene.Shop, "syd")!.Held);
    }

    [Fact]
    public void Of_places_drained_one_after_another_only_the_last_is_held()
    {
        var scene = new Scene();
        var tables = Follow(
            scene, () => scene.Drained.Add("fra"), () => scene.Drained.Add("nyc"), () => scene.Drained.Add("syd"));

        Assert.Equal(["syd"], tables[^1].Verdicts.Where(verdict => verdict.Serviceable).Select(v => v.Location));
    }

    [Fact]
    public void A_site_that_never_had_a_place_gets_none_by_holding()
    {
        var scene = new Scene();
        scene.BackendDown.UnionWith(["fra", "nyc", "syd"]);

        Assert.All(Next(scene, VerdictTable.Empty).Verdicts, verdict => Assert.False(verdict.Serviceable));
    }

    [Fact]
    public void Compliance_is_never_overridden_not_even_for_the_last_place()
    {
        var scene = new Scene();
        var good = Next(scene, VerdictTable.Empty);
        scene.BackendDown.UnionWith(["nyc", "syd"]);
        scene.Disallowed["fra"] = "EU only.";

        var table = Next(scene, good);

        Assert.False(table.Find(Scene.Shop, "fra")!.Serviceable);
        Assert.Equal(VerdictGuards.LastPlace, table.Find(Scene.Shop, "nyc")!.Held);
    }

    [Fact]
    public void One_silent_location_closes_and_two_of_three_on_silence_alone_do_not()
    {
        var scene = new Scene();
        var good = Next(scene, VerdictTable.Empty);
        scene.Silent.Add("fra");
        Assert.False(Next(scene, good).Find(Scene.Shop, "fra")!.Serviceable);

        scene.Silent.Add("nyc");
        var table = Next(scene, good);
        Assert.Equal(VerdictGuards.TooManyAtOnce, table.Find(Scene.Shop, "fra")!.Held);
        Assert.Equal(VerdictGuards.TooManyAtOnce, table.Find(Scene.Shop, "nyc")!.Held);
    }

    [Fact]
    public void Places_that_fall_silent_one_after_another_are_held_together_once_they_are_too_many()
    {
        var scene = new Scene();
        var tables = Follow(
            scene,
            () => scene.Silent.Add("nyc"),
            () => scene.Silent.Add("fra"),
            () => scene.Silent.Add("syd"));

        Assert.False(tables[^3].Find(Scene.Shop, "nyc")!.Serviceable);
        Assert.Equal(VerdictGuards.TooManyAtOnce, tables[^2].Find(Scene.Shop, "nyc")!.Held);
        Assert.Equal(VerdictGuards.TooManyAtOnce, tables[^2].Find(Scene.Shop, "fra")!.Held);
        Assert.All(tables[^1].Verdicts, verdict => Assert.Equal(VerdictGuards.TooManyAtOnce, verdict.Held));
        Assert.All(tables[^1].Verdicts, verdict => Assert.NotEmpty(verdict.Nodes));
    }

    [Fact]
    public void An_observer_that_sees_them_dead_closes_two_of_three()
    {
        var scene = new Scene();
        var good = Next(scene, VerdictTable.Empty);
        scene.Silent.UnionWith(["fra", "nyc"]);
        scene.Unreached.UnionWith([("syd", "fra"), ("syd", "nyc")]);

        var table = Next(scene, good);

        Assert.False(table.Find(Scene.Shop, "fra")!.Serviceable);
        Assert.False(table.Find(Scene.Shop, "nyc")!.Serviceable);
        Assert.True(table.Find(Scene.Shop, "syd")!.Serviceable);
        Assert.Null(table.Find(Scene.Shop, "syd")!.Held);
    }

    [Fact]
    public void A_control_plane_that_has_just_begun_to_listen_changes_nothing()
    {
        var scene = new Scene();
        var good = Next(scene, VerdictTable.Empty);
        scene.NeverReported.UnionWith(["fra", "nyc", "syd"]);
        scene.Complete = false;

        var table = Next(scene, good);

        Assert.All(table.Verdicts, verdict => Assert.Equal(VerdictGuards.NoEvidenceYet, verdict.Held));
    }

    [Fact]
    public void A_table_that_says_the_same_keeps_its_epoch()
    {
        var scene = new Scene();
        var good = Next(scene, VerdictTable.Empty);
        scene.Now += TimeSpan.FromSeconds(1);

        Assert.Same(good, Next(scene, good));
    }

    [Fact]
    public void A_lower_equal_unsorted_or_doubled_table_never_replaces()
    {
        var scene = new Scene();
        var good = Next(scene, VerdictTable.Empty);

        Assert.True(VerdictGuards.MayReplace(VerdictTable.Empty, good));
        Assert.False(VerdictGuards.MayReplace(good, good));
        Assert.False(VerdictGuards.MayReplace(good with { Epoch = 9 }, good));
        Assert.False(VerdictGuards.MayReplace(good, new VerdictTable(99, scene.Now, [.. good.Verdicts.Reverse()])));
        Assert.False(
            VerdictGuards.MayReplace(good, new VerdictTable(99, scene.Now, [good.Verdicts[0], good.Verdicts[0]])));
        Assert.False(VerdictGuards.MayReplace(good, new VerdictTable(99, scene.Now, default)));
    }

    /// <summary>Whatever befalls the network, in whatever order: the invariants of the table hold at every
    /// step.</summary>
    [Fact]
    public void Invariants_hold_over_any_sequence_of_faults()
    {
        var locations = new[] { "ams", "fra", "lon", "nyc", "syd" };
        var fault =
            Gen.Select(Gen.Int[0, 10], Gen.Int[0, locations.Length - 1], Gen.Int[0, locations.Length - 1], Gen.Bool);
        fault.Array[1, 40].Sample(faults =>
        {
            var scene = new Scene(locations);
            var table = Next(scene, VerdictTable.Empty);
            var recent = new List<VerdictTable>();
            foreach (var (kind, at, other, on) in faults)
            {
                Bend(scene, kind, locations[at], locations[other], on);
                scene.Now += TimeSpan.FromSeconds(1);
                var evidence = scene.Evidence();
                recent.Add(table);
                var next = _guards.Apply(_judge.Weigh(evidence, table), evidence, table, recent);
                Assert.True(next.Epoch == table.Epoch || VerdictGuards.MayReplace(table, next));
                CheckInvariants(scene, table, next);
                table = next;
            }
        });
    }

    private static void CheckInvariants(Scene scene, VerdictTable before, VerdictTable after)
    {
        var couldServe =
            before.Verdicts.Any(verdict => verdict.Serviceable && !scene.Disallowed.ContainsKey(verdict.Location));
        if (couldServe)
        {
            Assert.Contains(after.Verdicts, verdict => verdict.Serviceable);
        }

        foreach (var verdict in after.Verdicts)
        {
            Assert.Equal(verdict.Serviceable, verdict.Nodes.Length > 0);
            Assert.True(verdict.Serviceable || verdict.Shut.Length > 0);
            Assert.Equal(verdict is { Serviceable: true, Shut.Length: > 0 }, verdict.Held is not null);
            Assert.False(verdict.Serviceable && scene.Disallowed.ContainsKey(verdict.Location));
        }
    }

    private static void Bend(Scene scene, int kind, string at, string other, bool on)
    {
        ISet<string>[] sets =
        [
            scene.NotPlaced, scene.Drained, scene.NeverReported, scene.Silent, scene.BackendDown, scene.BehindEpoch,
            scene.BehindPurge, scene.Refusing, scene.BadChain,
        ];
        if (kind < sets.Length)
        {
            _ = on ? sets[kind].Add(at) : sets[kind].Remove(at);
        }
        else if (kind == sets.Length)
        {
            _ = on ? scene.Unreached.Add((other, at)) : scene.Unreached.Remove((other, at));
        }
        else if (on)
        {
            scene.Disallowed[at] = "EU only.";
        }
        else
        {
            scene.Disallowed.Remove(at);
        }
    }

    // The tables after each event, all within the window, the one before them first.
    private List<VerdictTable> Follow(Scene scene, params Action[] events)
    {
        List<VerdictTable> tables = [Next(scene, VerdictTable.Empty)];
        foreach (var happens in events)
        {
            happens();
            scene.Now += TimeSpan.FromSeconds(1);
            var evidence = scene.Evidence();
            tables.Add(_guards.Apply(_judge.Weigh(evidence, tables[^1]), evidence, tables[^1], tables));
        }

        return tables;
    }

    private VerdictTable Next(Scene scene, VerdictTable previous)
    {
        var evidence = scene.Evidence();
        return _guards.Apply(_judge.Weigh(evidence, previous), evidence, previous);
    }
}
