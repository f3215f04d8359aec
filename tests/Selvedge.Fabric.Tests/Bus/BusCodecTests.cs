using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Bus;

namespace Selvedge.Fabric.Tests.Bus;

public sealed class BusCodecTests
{
    // Random bytes, and valid values with random damage: the second get past the first brace.
    private static readonly Gen<byte[]> Hostile = Gen.OneOf(
        Gen.Byte.Array[0, 200],
        Gen.Select(Gen.OneOf(Values()), Gen.Int[0, 400], Gen.Byte, (value, at, with) =>
        {
            var damaged = value.ToArray();
            damaged[at % damaged.Length] = with;
            return damaged;
        }),
        Gen.Select(Gen.OneOf(Values()), Gen.Int[0, 400], (value, at) => value[..(at % value.Length)]),
        Gen.OneOf("null", "{}", "[]", "{\"table\":null}", "{\"lineage\":\"\",\"purge\":{}}", "1e999")
            .Select(Encoding.UTF8.GetBytes));

    [Fact]
    public void No_bytes_make_a_reader_throw() => Hostile.Sample(
        bytes =>
        {
            _ = BusCodec.TryReadStatus("selvedge.status.fra.fra1", bytes, out _, out _);
            _ = BusCodec.TryReadManifest(bytes, out _, out _);
            _ = BusCodec.TryReadVerdicts(bytes, out _, out _);
            _ = BusCodec.TryReadVerdictHead(bytes, out _, out _);
            _ = BusCodec.TryReadPurge(bytes, out _, out _);
            _ = BusCodec.TryReadPurgeHead(bytes, out _, out _);
            _ = BusCodec.TryReadPurgeDone(bytes, out _, out _);
        },
        iter: 5_000);

    [Fact]
    public void A_value_comes_back_as_it_was_written()
    {
        Assert.True(BusCodec.TryReadPurge(
            CoreJson.Write(new PurgeIssue("l", BusSamples.Purge(7))), out var issue, out _));
        Assert.Equal(new PurgeIssue("l", BusSamples.Purge(7)), issue);
        Assert.True(BusCodec.TryReadVerdicts(
            CoreJson.Write(new VerdictIssue("l", BusSamples.Verdicts(4))), out var verdicts, out _));
        Assert.Equal(2, verdicts.Table.Verdicts.Length);
        Assert.True(BusCodec.TryReadStatus(
            "selvedge.status.fra.fra1", CoreJson.Write(BusSamples.Status("fra1")), out var status, out _));
        Assert.Equal(7, status.PurgeSequence);
    }

    [Fact]
    public void No_kind_of_value_is_taken_for_another()
    {
        var purge = CoreJson.Write(new PurgeIssue("l", BusSamples.Purge(7)));
        var verdicts = CoreJson.Write(new VerdictIssue("l", BusSamples.Verdicts(4)));
        var head = CoreJson.Write(new PurgeHead("l", 3));
        Assert.False(BusCodec.TryReadPurgeHead(purge, out _, out _));
        Assert.False(BusCodec.TryReadPurgeHead(verdicts, out _, out _));
        Assert.False(BusCodec.TryReadPurge(verdicts, out _, out _));
        Assert.False(BusCodec.TryReadPurge(head, out _, out _));
        Assert.False(BusCodec.TryReadVerdictHead(head, out _, out _));
        Assert.False(BusCodec.TryReadVerdicts(purge, out _, out _));
    }

    [Theory]
    [InlineData("selvedge.status.fra.fra2")]
    [InlineData("selvedge.status.nyc.fra1")]
    public void A_status_on_anothers_subject_is_dropped(string subject)
    {
        Assert.False(BusCodec.TryReadStatus(
            subject, CoreJson.Write(BusSamples.Status("fra1")), out _, out var reason));
        Assert.Equal("not_its_own", reason);
    }

    [Theory]
    [InlineData("demand")]
    [InlineData("roundTrips")]
    public void A_status_with_holes_is_dropped_and_one_of_an_older_node_knows_nothing_of_what_came_later(string member)
    {
        var status = JsonNode.Parse(CoreJson.Write(BusSamples.Status("fra1")))!.AsObject();
        status[member] = new JsonArray([null]);
        Assert.False(BusCodec.TryReadStatus(
            "selvedge.status.fra.fra1", Encoding.UTF8.GetBytes(status.ToJsonString()), out _, out var reason));
        Assert.Equal("malformed", reason);

        status.Remove(member);
        Assert.True(BusCodec.TryReadStatus(
            "selvedge.status.fra.fra1", Encoding.UTF8.GetBytes(status.ToJsonString()), out var older, out _));
        Assert.Empty(older.RoundTrips);
    }

    [Fact]
    public void An_oversized_status_is_dropped()
    {
        var status = BusSamples.Status("fra1") with { Version = new string('x', BusLimits.StatusBytesMax) };
        Assert.False(BusCodec.TryReadStatus(
            "selvedge.status.fra.fra1", CoreJson.Write(status), out _, out var reason));
        Assert.Equal("oversized", reason);
    }

    [Fact]
    public void A_verdict_table_out_of_order_is_refused()
    {
        var table = BusSamples.Verdicts(4);
        var swapped = table with { Verdicts = [table.Verdicts[1], table.Verdicts[0]] };
        var twice = table with { Verdicts = [table.Verdicts[0], table.Verdicts[0]] };
        Assert.False(BusCodec.TryReadVerdicts(CoreJson.Write(new VerdictIssue("l", swapped)), out _, out _));
        Assert.False(BusCodec.TryReadVerdicts(CoreJson.Write(new VerdictIssue("l", twice)), out _, out _));
    }

    private static byte[][] Values() =>
    [
        CoreJson.Write(BusSamples.Status("fra1")),
        CoreJson.Write(BusSamples.Snapshot("fra", 3).Manifest),
        CoreJson.Write(new VerdictIssue("l", BusSamples.Verdicts(4))),
        CoreJson.Write(new PurgeIssue("l", BusSamples.Purge(7))),
        CoreJson.Write(new PurgeHead("l", 3)),
        CoreJson.Write(new PurgeDone(3, 1)),
    ];
}
