using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Commands.Output;
using Selvedge.Control.Commands;

namespace Selvedge.Commands.Network;

/// <summary>Receipts of purges as text for people.</summary>
internal static class PurgeReport
{
    /// <summary>Writes them.</summary>
    public static void Write(TextWriter output, Paint paint, ImmutableArray<PurgeReceipt> receipts)
    {
        if (receipts.IsEmpty)
        {
            output.WriteLine("There is no site: nothing to purge.");
        }

        for (var i = 0; i < receipts.Length; i++)
        {
            if (i > 0)
            {
                output.WriteLine();
            }

            Write(output, paint, receipts[i]);
        }
    }

    private static void Write(TextWriter output, Paint paint, PurgeReceipt receipt)
    {
        var reach = FormattableString.Invariant($"on {receipt.Answered.Length} of {receipt.Asked} nodes");
        var purge = FormattableString.Invariant($"as purge {receipt.Sequence}");
        output.WriteLine(Table.Clean($"{What(receipt)} purged {reach}, {purge}"));
        var table = new Table("Node", "Took", "Removed");
        var lines = receipt.Answered
            .Select(line => (line.Node, Took: Spans.Took(TimeSpan.FromMilliseconds(line.TookMilliseconds)),
                Removed: line.Removed.ToString(CultureInfo.InvariantCulture)))
            .Concat(receipt.Missing.Select(node => (Node: node, Took: "missing", Removed: "-")))
            .OrderBy(line => line.Node, StringComparer.Ordinal);
        foreach (var (node, took, removed) in lines)
        {
            table.Add(node, took, removed);
        }

        if (table.Count > 0)
        {
            table.WriteTo(output, paint, 2);
        }

        if (!receipt.Missing.IsEmpty)
        {
            output.WriteLine(Table.Clean(
                $"  {string.Join(", ", receipt.Missing)} did not answer; the purge is recorded: "
                + $"{(receipt.Missing.Length == 1 ? "it catches" : "they catch")} up before "
                + $"{(receipt.Missing.Length == 1 ? "it serves" : "they serve")} again."));
        }
    }

    private static string What(PurgeReceipt receipt) => receipt.Kind switch
    {
        "Url" => receipt.Value,
        "Tag" => $"Tag {receipt.Value} of {receipt.Site}",
        _ => $"Everything of {receipt.Site}",
    };
}
