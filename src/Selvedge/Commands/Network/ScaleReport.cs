using System.Globalization;
using Selvedge.Commands.Output;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary>An autoscaler's decisions as text for people.</summary>
internal static class ScaleReport
{
    private const int Shown = 12;

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, Paint paint, HorizontalPodAutoscaler autoscaler, DateTimeOffset now)
    {
        var (spec, status) = (autoscaler.Spec, autoscaler.Status);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Scaled by  {autoscaler.Metadata.Name}: {spec.MinReplicas} to {spec.MaxReplicas} at each location"
            + $"{Cap(autoscaler)}"));
        foreach (var condition in status.Conditions.Where(condition => IsTrouble(condition)))
        {
            output.WriteLine($"Trouble    {Table.Clean($"{condition.Reason}: {condition.Message}")}");
        }

        output.WriteLine();
        if (status.Places.IsEmpty)
        {
            output.WriteLine("Nothing is decided yet.");
            return;
        }

        var places = new Table("Place", "Replicas", "Limit", "Why");
        foreach (var place in status.Places)
        {
            places.Add(place.Location, Number(place.Replicas), Limit(place.Limit), place.Reason);
        }

        places.WriteTo(output, paint);
        output.WriteLine();
        output.WriteLine(status.Decisions.IsEmpty ? "No count has changed yet." : "Latest changes");
        if (!status.Decisions.IsEmpty)
        {
            Changes(status, now).WriteTo(output, paint, 2);
        }
    }

    private static Table Changes(HorizontalPodAutoscalerStatus status, DateTimeOffset now)
    {
        var table = new Table("Age", "Place", "Replicas", "Ready", "Measured", "Why");
        foreach (var decision in status.Decisions.Take(Shown))
        {
            table.Add(
                Spans.Age(now - decision.At),
                decision.Location,
                decision.From == decision.To
                    ? Number(decision.To) : $"{Number(decision.From)} to {Number(decision.To)}",
                $"{Number(decision.ReadyPods)}/{Number(decision.Pods)}",
                decision.Metrics.IsEmpty ? "-" : string.Join(", ", decision.Metrics.Select(Metric)),
                decision.Reason);
        }

        return table;
    }

    private static string Metric(ScaleMetric metric) => metric.Failure.Length > 0
        ? $"{metric.Name} ?/{metric.Target}"
        : $"{metric.Name} {metric.Measured}/{metric.Target}";

    private static string Limit(string limit) => limit == "DesiredWithinRange" ? "-" : limit;

    private static bool IsTrouble(Condition condition) =>
        condition is { Type: "AbleToScale" or "ScalingActive", Status: "False" };

    private static string Cap(HorizontalPodAutoscaler autoscaler) =>
        autoscaler.Metadata.Annotations.TryGetValue(HorizontalPodAutoscaler.NetworkMaxReplicas, out var cap)
            ? $", {cap} at all of them together"
            : "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
