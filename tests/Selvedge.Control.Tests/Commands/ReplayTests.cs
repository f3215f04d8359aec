using System.Net;
using Selvedge.Control.Commands;
using Selvedge.Control.Tests.Verdicts;
using Selvedge.Core.Resources;
using Selvedge.Core.Steering;

namespace Selvedge.Control.Tests.Commands;

public sealed class ReplayTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly SteeringClient Nobody = SteeringClient.Unknown;

    [Fact]
    public async Task A_client_is_sent_where_it_was_sent_then_and_not_where_it_is_sent_now()
    {
        await using var scene = await SceneAsync();

        var then = await AskAsync(scene, 15 * Second);
        Assert.Equal(["fra", "syd"], then.Decision!.Places.Select(place => place.Location));
        Assert.Equal(2, then.VerdictEpoch);
        Assert.Equal(RecordScene.Noon + (10 * Second), then.VerdictsSince);
        Assert.Equal(RecordScene.Noon + (20 * Second), then.VerdictsUntil);
        var up = then.Decision.Steps.Single(step => step.Filter == "up");
        Assert.Contains(new PlaceReason("nyc", false, "shut: current (StatusStale)"), up.Places);

        var now = await AskAsync(scene, 25 * Second);
        Assert.Equal("nyc", now.Decision!.Places[0].Location);
        Assert.Null(now.VerdictsUntil);
    }

    [Fact]
    public async Task The_longest_declared_network_places_the_client_and_else_the_question_does()
    {
        await using var scene = await SceneAsync();

        var declared = await AskAsync(scene, 5 * Second);
        Assert.True(declared.Declared);
        Assert.Equal("US", declared.Decision!.Client.Country);

        var told = await AskAsync(scene, 5 * Second, "192.0.2.9", new SteeringClient(
            "192.0.2.9", "AU", new Coordinates { Latitude = -33.9, Longitude = 151.2 }));
        Assert.False(told.Declared);
        Assert.Equal("syd", told.Decision!.Places[0].Location);
    }

    [Fact]
    public async Task Where_no_place_served_the_last_good_ones_were_answered()
    {
        await using var scene = await SceneAsync();
        scene.Record.Note(RecordScene.Table(4, 30 * Second));
        await scene.WrittenAsync(4, 1);

        var down = await AskAsync(scene, 31 * Second);
        Assert.Equal("LastGood", down.Decision!.Fallback);
        Assert.Equal(["nyc", "fra"], down.Decision.Places.Select(place => place.Location));
    }

    [Fact]
    public async Task A_moment_before_the_record_one_to_come_and_a_name_of_no_site_are_told()
    {
        await using var scene = await SceneAsync();

        var before = await AskAsync(scene, -5 * Second);
        Assert.Equal("The record does not know the moment.", before.Problem);
        Assert.Equal(RecordScene.Noon + Second, before.Begins);
        Assert.Equal("The moment has not come yet.", (await AskAsync(scene, TimeSpan.FromHours(2))).Problem);
        var unknown = await AskAsync(scene, 5 * Second, name: "nobody.example.test");
        Assert.Equal("No site had the hostname nobody.example.test then.", unknown.Problem);
        Assert.Null(unknown.Decision);
    }

    private static async Task<RecordScene> SceneAsync()
    {
        var scene = await RecordScene.BeginAsync();
        scene.Record.Note(RecordScene.Steering(TimeSpan.Zero, 7));
        scene.Record.Note(RecordScene.Table(1, Second, "fra", "nyc", "syd"));
        scene.Record.Note(RecordScene.Table(2, 10 * Second, "fra", "syd"));
        scene.Record.Note(RecordScene.Table(3, 20 * Second, "fra", "nyc"));
        await scene.WrittenAsync(3, 1);
        scene.Time.Advance(TimeSpan.FromHours(1));
        return scene;
    }

    private static Task<ReplayAnswer> AskAsync(
        RecordScene scene, TimeSpan after, string from = "198.51.100.7", SteeringClient? fallback = null,
        string name = "shop.example.test") => new Replay(scene.Record, scene.Time).AnswerAsync(
            new ReplayRequest(name, IPAddress.Parse(from), RecordScene.Noon + after, fallback ?? Nobody), default);
}
