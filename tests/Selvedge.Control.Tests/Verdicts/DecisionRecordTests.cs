using Selvedge.Control.Verdicts;

namespace Selvedge.Control.Tests.Verdicts;

public sealed class DecisionRecordTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task What_was_in_force_at_a_moment_is_what_was_noted_last_before_it()
    {
        await using var scene = await RecordScene.BeginAsync();
        scene.Record.Note(RecordScene.Steering(TimeSpan.Zero, 7));
        scene.Record.Note(RecordScene.Table(1, Second, "fra", "nyc"));
        scene.Record.Note(RecordScene.Table(2, 10 * Second, "nyc"));
        scene.Record.Note(RecordScene.Steering(12 * Second, 9));
        await scene.WrittenAsync(2, 2);

        Assert.Null(await scene.AtAsync(TimeSpan.Zero));
        var first = await scene.AtAsync(9.9 * Second);
        Assert.Equal((1, 7), (first!.Table.Epoch, first.Steering.Epochs["fra"]));
        Assert.Equal(RecordScene.Noon + (10 * Second), first.TableUntil);
        var second = await scene.AtAsync(10 * Second);
        Assert.Equal((2, 7), (second!.Table.Epoch, second.Steering.Epochs["fra"]));
        Assert.Null(second.TableUntil);
        var last = await scene.AtAsync(13 * Second);
        Assert.Equal((2, 9), (last!.Table.Epoch, last.Steering.Epochs["fra"]));
        Assert.Equal(RecordScene.Noon + Second, scene.Record.Begins);
    }

    [Fact]
    public async Task The_record_survives_the_process()
    {
        await using var scene = await RecordScene.BeginAsync();
        scene.Record.Note(RecordScene.Steering(TimeSpan.Zero, 7));
        scene.Record.Note(RecordScene.Table(1, Second, "fra"));
        await scene.WrittenAsync(1, 1);

        await scene.RestartAsync(RecordScene.Table(1, Second, "fra"));
        scene.Record.Note(RecordScene.Table(2, 5 * Second, "nyc"));
        await scene.WrittenAsync(2, 1);

        var before = await scene.AtAsync(2 * Second);
        Assert.Equal(1, before!.Table.Epoch);
        Assert.Equal("fra", before.Table.Verdicts.Single(verdict => verdict.Serviceable).Location);
    }

    [Fact]
    public async Task A_table_that_was_in_force_before_there_was_a_record_is_noted_at_the_start()
    {
        await using var scene = await RecordScene.BeginAsync(RecordScene.Table(40, Second, "fra"));
        scene.Record.Note(RecordScene.Steering(2 * Second, 7));
        await scene.WrittenAsync(1, 1);

        Assert.Equal(40, (await scene.AtAsync(3 * Second))!.Table.Epoch);
    }

    [Fact]
    public async Task What_is_older_than_a_day_goes_but_what_was_in_force_when_the_day_began_stays()
    {
        await using var scene = await RecordScene.BeginAsync();
        scene.Record.Note(RecordScene.Steering(TimeSpan.Zero, 7));
        scene.Record.Note(RecordScene.Table(1, Second, "fra"));
        scene.Record.Note(RecordScene.Table(2, TimeSpan.FromHours(2), "nyc"));
        await scene.WrittenAsync(2, 1);

        scene.Time.Advance(DecisionRecord.KeptFor + TimeSpan.FromHours(1));
        scene.Record.Note(RecordScene.Table(3, TimeSpan.FromHours(25), "fra"));
        await scene.WrittenAsync(3, 1);
        scene.Time.Advance(TimeSpan.FromHours(2));
        scene.Record.Note(RecordScene.Table(4, TimeSpan.FromHours(27), "syd"));
        await LastAsync(scene, 4);
        await scene.WrittenAsync(3, 1);

        Assert.Equal(RecordScene.Noon + TimeSpan.FromHours(2), scene.Record.Begins);
        Assert.Equal(2, (await scene.AtAsync(TimeSpan.FromHours(4)))!.Table.Epoch);
    }

    [Fact]
    public async Task More_entries_than_the_limit_push_the_oldest_out()
    {
        await using var scene = await RecordScene.BeginAsync();
        scene.Record.Note(RecordScene.Steering(TimeSpan.Zero, 7));
        await scene.WrittenAsync(0, 1);
        for (var epoch = 1; epoch <= DecisionRecord.EntriesMax; epoch++)
        {
            scene.Record.Note(RecordScene.Table(epoch, epoch * Second, "fra"));
        }

        await scene.WrittenAsync(DecisionRecord.EntriesMax, 1);
        const int Last = DecisionRecord.EntriesMax + 1;
        scene.Record.Note(RecordScene.Table(Last, Last * Second, "fra"));
        await LastAsync(scene, Last);

        await scene.WrittenAsync(DecisionRecord.EntriesMax, 1);
        Assert.Null(await scene.AtAsync(Second));
        Assert.Equal(2, (await scene.AtAsync(2 * Second))!.Table.Epoch);
    }

    [Fact]
    public async Task A_table_too_large_for_a_document_leaves_a_hole_and_not_the_one_before_it()
    {
        await using var scene = await RecordScene.BeginAsync();
        scene.Record.Note(RecordScene.Steering(TimeSpan.Zero, 7));
        scene.Record.Note(RecordScene.Table(1, Second, "fra"));
        var large = RecordScene.Table(2, 2 * Second, "fra");
        scene.Record.Note(large with
        {
            Verdicts =
            [
                .. large.Verdicts.Select(verdict => verdict with { Nodes = [new string('n', 600_000)] }),
            ],
        });
        scene.Record.Note(RecordScene.Table(3, 3 * Second, "nyc"));
        await scene.WrittenAsync(3, 1);

        Assert.Equal(1, (await scene.AtAsync(Second))!.Table.Epoch);
        Assert.Null(await scene.AtAsync(2 * Second));
        Assert.Equal(3, (await scene.AtAsync(3 * Second))!.Table.Epoch);
    }

    private static async Task LastAsync(RecordScene scene, long epoch)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while ((await scene.AtAsync(TimeSpan.FromDays(2)))!.Table.Epoch != epoch)
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
