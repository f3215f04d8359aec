using Selvedge.Commands.Network;
using Selvedge.Commands.Output;
using Selvedge.Control.Commands;

namespace Selvedge.System.Tests.Commands.Network;

public sealed class PurgeReportTests
{
    private static readonly PurgeReceipt Receipt = new(
        "default/shop", "Url", "https://shop.test/a", 7, 3,
        [new PurgeReceiptLine("nyc-1", 2.6, 1), new PurgeReceiptLine("fra-1", 14, 0)], []);

    [Fact]
    public void A_receipt_names_every_node_by_name() => Assert.Equal(
        """
        https://shop.test/a purged on 2 of 3 nodes, as purge 7
          NODE    TOOK     REMOVED
          fra-1   14 ms    0
          nyc-1   2.6 ms   1
        """.Split('\n'),
        Write(Receipt));

    [Fact]
    public void Who_is_missing_is_named_and_what_becomes_of_it_is_told()
    {
        var lines = Write(Receipt with { Missing = ["syd-1"] });

        Assert.Equal("  syd-1   missing   -", lines[^2]);
        Assert.Equal(
            "  syd-1 did not answer; the purge is recorded: it catches up before it serves again.", lines[^1]);
        Assert.EndsWith(
            "they catch up before they serve again.", Write(Receipt with { Missing = ["a-1", "b-1"] })[^1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_and_whole_sites_are_told_in_words()
    {
        Assert.StartsWith("Tag t of default/shop purged on", Write(Receipt with { Kind = "Tag", Value = "t" })[0],
            StringComparison.Ordinal);
        Assert.StartsWith("Everything of default/shop purged on", Write(Receipt with { Kind = "Site", Value = "" })[0],
            StringComparison.Ordinal);
        Assert.Equal(["There is no site: nothing to purge."], Write());
    }

    private static string[] Write(params PurgeReceipt[] receipts) =>
        CommandLine.Lines(output => PurgeReport.Write(output, Paint.None, [.. receipts]));
}
