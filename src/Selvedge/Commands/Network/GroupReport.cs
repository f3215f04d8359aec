using System.Globalization;
using Selvedge.Commands.Output;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary>A node group's decisions as text for people.</summary>
internal static class GroupReport
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, Paint paint, NodeGroup group, DateTimeOffset now)
    {
        var (spec, status) = (group.Spec, group.Status);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Group      {group.Metadata.Name}: {spec.Min} to {spec.Max} nodes at {spec.Location}, "
            + $"{spec.PricePerHour:0.####} an hour each, by {spec.Command}"));
        foreach (var condition in status.Conditions.Where(IsTrouble))
        {
            output.WriteLine($"Trouble    {Table.Clean($"{condition.Reason}: {condition.Message}")}");
        }

        output.WriteLine();
        if (status.Nodes.IsEmpty)
        {
            output.WriteLine("It has no nodes.");
        }
        else
        {
            Nodes(status, now).WriteTo(output, paint);
        }

        output.WriteLine();
        output.WriteLine(status.Decisions.IsEmpty ? "Nothing is decided yet." : "Latest decisions");
        if (!status.Decisions.IsEmpty)
        {
            Decisions(status, now).WriteTo(output, paint, 2);
        }
    }

    private static Table Nodes(NodeGroupStatus status, DateTimeOffset now)
    {
        var table = new Table("Node", "Phase", "For", "Unneeded", "Message");
        foreach (var node in status.Nodes)
        {
            table.Add(
                node.Name,
                $"{node.Phase}",
                Spans.Age(now - node.Since),
                node.UnneededSince is { } since ? $"for {Spans.Age(now - since)}" : "-",
                node.Message.Length > 0 ? node.Message : "-");
        }

        return table;
    }

    private static Table Decisions(NodeGroupStatus status, DateTimeOffset now)
    {
        var table = new Table("Age", "Action", "Nodes", "Waiting", "Cost", "Why");
        foreach (var decision in status.Decisions)
        {
            table.Add(
                Spans.Age(now - decision.At),
                decision.Action,
                decision.Nodes.IsEmpty ? "-" : string.Join(", ", decision.Nodes),
                string.Create(CultureInfo.InvariantCulture, $"{decision.PodsWaiting} pods"),
                string.Create(
                    CultureInfo.InvariantCulture, $"{decision.CostPerHour:0.####}/{decision.BudgetPerHour:0.####}"),
                decision.Reason);
        }

        return table;
    }

    private static bool IsTrouble(Condition condition) =>
        condition is { Type: "Ready", Status: "False" } or { Type: "CircuitOpen" or "BudgetReached", Status: "True" };
}
