using Selvedge.Commands.Drills;
using Selvedge.Core.Serviceability;

namespace Selvedge.System.Tests.Commands.Drills;

public sealed class DrillRecordTests
{
    private const string Client = "203.0.113.0/24";

    private readonly DrillRecord _record = new(DrillScenes.OfThree());

    [Fact]
    public void A_place_that_leaves_every_answer_and_comes_back_is_a_drill_that_met_its_target()
    {
        Kill();
        Answer(0.5, "nyc-1", named: true);
        Answer(0.6, "syd-1", named: true);
        _record.Weighed(At(1.2), DrillScenes.Table(2, "nyc", "syd"));
        Answer(1.25, "nyc-1", named: false);
        Assert.Null(_record.Result.UnroutedAfter);
        Answer(1.3, "syd-1", named: false);
        Assert.Equal(At(1.3), _record.Result.UnroutedAfter);

        _record.Restarted(At(10), "fra-1", 42);
        _record.Reported(At(11), "fra-1");
        _record.Weighed(At(12), DrillScenes.Table(3, "fra", "nyc", "syd"));
        Answer(12.1, "nyc-1", named: true);
        Assert.False(_record.IsOver);
        Answer(12.2, "syd-1", named: true);

        Assert.True(_record.IsOver);
        Assert.True(_record.Result.Met);
        Assert.Equal(At(12.2), _record.Result.RoutedAgainAfter);
        Assert.Equal(
            [
                "killed", "lastNamed", "verdictLeft", "unrouted", "restarted", "reported", "verdictBack", "namedAgain",
                "routedAgain",
            ],
            _record.Events.OrderBy(seen => seen.After).Select(seen => seen.Kind));
    }

    [Fact]
    public void The_gate_that_shut_is_told_with_its_evidence()
    {
        Kill();
        _record.Weighed(At(1), DrillScenes.Table(2, "nyc", "syd"));

        var left = Assert.Single(_record.Events, seen => seen.Kind == "verdictLeft");
        Assert.Equal("verdict 2: default/atlas leaves fra", left.Text);
        Assert.Equal(["current is shut: StatusStale, fra-1 is silent"], left.Details);
    }

    [Fact]
    public void The_last_answer_that_named_the_place_is_told_with_who_gave_it()
    {
        Unroute();

        var last = Assert.Single(_record.Events, seen => seen.Kind == "lastNamed");
        Assert.Equal(At(1.1), last.After);
        Assert.Equal($"the last DNS answer that names it: syd-1, asked for {Client}", last.Text);
    }

    [Fact]
    public void Later_than_three_seconds_is_missed()
    {
        Kill();
        _record.Weighed(At(3.1), DrillScenes.Table(2, "nyc", "syd"));
        Answer(3.2, "nyc-1", named: false);
        Answer(3.2, "syd-1", named: false);
        Return();

        Assert.False(_record.Result.Met);
        Assert.StartsWith("missed: unrouted after 3.20 s (target 3 s)", _record.Result.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_request_is_missed_and_its_reason_is_kept()
    {
        Unroute();
        _record.Requested(At(2), retried: true, failure: null);
        _record.Requested(At(2), retried: true, failure: "both addresses refuse");
        Return();

        Assert.False(_record.Result.Met);
        Assert.Equal((2, 1), (_record.Result.Requests, _record.Result.Failed));
        Assert.Equal("both addresses refuse", Assert.Single(_record.Result.Failures));
    }

    [Fact]
    public void A_place_that_does_not_come_back_is_missed()
    {
        Unroute();

        Assert.False(_record.IsOver);
        Assert.False(_record.Result.Met);
        Assert.EndsWith("not back in time", _record.Result.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_names_the_dead_place_once_more_takes_back_that_it_was_unrouted()
    {
        Unroute();
        Answer(2, "nyc-1", named: true);
        Assert.Null(_record.Result.UnroutedAfter);
        Answer(2.5, "nyc-1", named: false);

        Assert.Equal(At(2.5), _record.Result.UnroutedAfter);
    }

    [Fact]
    public void A_place_that_is_named_again_before_every_gate_is_open_is_not_back_yet()
    {
        Unroute();
        _record.Restarted(At(10), "fra-1", 42);
        Answer(11, "nyc-1", named: true);
        Answer(11, "syd-1", named: true);
        Assert.False(_record.IsOver);
        _record.Weighed(At(11.1), DrillScenes.Table(3, "fra", "nyc", "syd"));
        Assert.False(_record.IsOver);
        _record.Reported(At(11.2), "fra-1");

        Assert.True(_record.IsOver);
        Assert.Equal(At(11), _record.Result.RoutedAgainAfter);
    }

    [Fact]
    public void A_held_place_is_never_unrouted()
    {
        Kill();
        var held = DrillScenes.Silent("fra") with { Serviceable = true, Nodes = ["fra-1"], Held = "LastPlace" };
        _record.Weighed(At(1), new VerdictTable(2, DateTimeOffset.UnixEpoch, [held]));
        Answer(2, "nyc-1", named: true);

        var told = Assert.Single(_record.Events, seen => seen.Kind == "held");
        Assert.Contains("LastPlace", told.Text, StringComparison.Ordinal);
        Assert.Null(_record.Result.UnroutedAfter);
        Assert.Contains("never unrouted", _record.Result.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_answer_named_it_before_the_verdict_tells()
    {
        _record.Killed(new Dictionary<string, int> { ["fra-1"] = 41 });
        _record.Weighed(At(1), DrillScenes.Table(2, "nyc", "syd"));
        _record.Restarted(At(10), "fra-1", 42);
        _record.Weighed(At(12), DrillScenes.Table(3, "fra", "nyc", "syd"));

        Assert.Equal((At(1), At(12)), (_record.Result.UnroutedAfter, _record.Result.RoutedAgainAfter));
    }

    [Fact]
    public void The_last_serving_place_of_a_site_is_a_danger_and_one_of_several_is_not()
    {
        Assert.Null(DrillScenes.OfThree().Danger());

        var last = DrillScenes.OfThree(DrillScenes.Table(1, "fra")).Danger();
        Assert.Contains("last serving place of default/atlas", last, StringComparison.Ordinal);
        Assert.Contains("--force", last, StringComparison.Ordinal);
    }

    [Fact]
    public void A_held_place_elsewhere_does_not_count_as_serving()
    {
        var held = DrillScenes.Silent("nyc") with { Serviceable = true, Nodes = ["nyc-1"], Held = "NoEvidenceYet" };
        var table = new VerdictTable(
            1, DateTimeOffset.UnixEpoch, [DrillScenes.Open("fra"), held, DrillScenes.Silent("syd")]);

        Assert.NotNull(DrillScenes.OfThree(table).Danger());
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Kill()
    {
        foreach (var node in new[] { "nyc-1", "syd-1" })
        {
            _record.AnsweredBefore(node, Client, DrillScenes.Atlas, named: true);
        }

        _record.Killed(new Dictionary<string, int> { ["fra-1"] = 41 });
    }

    private void Unroute()
    {
        Kill();
        Answer(1, "nyc-1", named: true);
        Answer(1.1, "syd-1", named: true);
        _record.Weighed(At(1.2), DrillScenes.Table(2, "nyc", "syd"));
        Answer(1.3, "nyc-1", named: false);
        Answer(1.3, "syd-1", named: false);
    }

    private void Return()
    {
        _record.Restarted(At(10), "fra-1", 42);
        _record.Weighed(At(12), DrillScenes.Table(3, "fra", "nyc", "syd"));
        Answer(12.1, "nyc-1", named: true);
        Answer(12.1, "syd-1", named: true);
    }

    private void Answer(double after, string node, bool named) =>
        _record.Answered(At(after), node, Client, DrillScenes.Atlas, named);
}
