using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Commands.Output;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary>The answer of <c>selvedge plan</c> as text for people.</summary>
internal static class PlanText
{
    /// <summary>Regions that are shown; the rest is counted.</summary>
    private const int RegionsMax = 10;

    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="paint">For states.</param>
    /// <param name="reports">One a namespace.</param>
    /// <param name="without">The location that was taken not to be there; null: none.</param>
    /// <param name="now">The present moment.</param>
    public static void Write(
        TextWriter output, Paint paint, ImmutableArray<PlanReport> reports, string? without, DateTimeOffset now)
    {
        if (reports.IsEmpty)
        {
            output.WriteLine(
                $"No namespace has a ConfigMap {LocationOptimizer.Name}: every site is placed as its document says.");
        }

        for (var index = 0; index < reports.Length; index++)
        {
            if (index > 0)
            {
                output.WriteLine();
            }

            Write(output, paint, reports[index], without, now);
        }
    }

    private static void Write(
        TextWriter output, Paint paint, PlanReport report, string? without, DateTimeOffset now)
    {
        output.WriteLine(Table.Clean($"{report.Namespace}{(without is null ? "" : $" without {without}")}: "
            + Head(report, now)));
        var figures = new Table("", "Locations", "Mean", "P95", "Cost an hour");
        Add(figures, "now", report.Present);
        Add(figures, "to be", report.Next);
        if (figures.Count > 0)
        {
            figures.WriteTo(output, paint, 2);
        }

        foreach (var problem in report.Problems)
        {
            output.WriteLine(Table.Clean($"  {problem}"));
        }

        if (report.Conflict is { } conflict)
        {
            output.WriteLine(Table.Clean($"  {conflict.Message} All stays where it is."));
        }

        WriteMoves(output, paint, report);
        WriteDemand(output, paint, report);
    }

    private static string Head(PlanReport report, DateTimeOffset now)
    {
        if (report.Policy.Length == 0)
        {
            return "the strategy cannot be read";
        }

        var demand = report.Demand.IsEmpty
            ? "no demand is known yet"
            : $"{Number(report.Demand.Sum(region => region.RequestsPerSecond))} requests a second over "
                + Duration.Format(report.Window);
        return now - report.At > TimeSpan.FromMinutes(1)
            ? $"{report.Policy}, {demand}, as of {Spans.Moment(report.At)}"
            : $"{report.Policy}, {demand}";
    }

    private static void Add(Table table, string name, PlacementFigures? figures)
    {
        if (figures is not null)
        {
            table.Add(
                name,
                figures.Locations.IsEmpty ? "-" : string.Join(", ", figures.Locations),
                $"{Number(figures.MeanMilliseconds)} ms",
                $"{Number(figures.P95Milliseconds)} ms",
                Number(figures.CostPerHour));
        }
    }

    private static void WriteMoves(TextWriter output, Paint paint, PlanReport report)
    {
        output.WriteLine();
        if (report.Moves.IsEmpty)
        {
            output.WriteLine("  No place is to be put in or taken out.");
        }
        else
        {
            var moves = new Table("Move", "Location", "Price", "Reason");
            foreach (var move in report.Moves)
            {
                moves.Add(move.IsIn ? "in" : "out", move.Location, Number(move.Price), move.Reason);
            }

            moves.WriteTo(output, paint, 2);
        }

        if (!report.Leaving.IsEmpty)
        {
            output.WriteLine(Table.Clean(
                $"  {string.Join(", ", report.Leaving)}: taken out, and left once the places to be serve."));
        }
    }

    private static void WriteDemand(TextWriter output, Paint paint, PlanReport report)
    {
        if (report.Routes.IsEmpty)
        {
            return;
        }

        output.WriteLine();
        var table = new Table("Region", "Requests/s", "Served at", "Round trip", "Known from");
        foreach (var route in report.Routes.Take(RegionsMax))
        {
            table.Add(
                route.Geohash,
                Number(route.RequestsPerSecond),
                route.Location,
                $"{Number(route.Milliseconds)} ms",
                route.IsMeasured ? "measurement" : "distance");
        }

        table.WriteTo(output, paint, 2);
        if (report.Routes.Length > RegionsMax)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  and {report.Routes.Length - RegionsMax} smaller ones"));
        }
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
