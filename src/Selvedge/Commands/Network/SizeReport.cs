using Selvedge.Commands.Output;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary>What containers should request, as text for people.</summary>
internal static class SizeReport
{
    private static readonly string[] Resources = ["cpu", "memory"];

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, Paint paint, VerticalPodAutoscaler autoscaler)
    {
        output.WriteLine($"Sized by   {autoscaler.Metadata.Name}: {Mode(autoscaler.Spec.UpdatePolicy.UpdateMode)}");
        foreach (var condition in autoscaler.Status.Conditions.Where(condition => condition.Status == "False"))
        {
            output.WriteLine($"Trouble    {Table.Clean($"{condition.Reason}: {condition.Message}")}");
        }

        var advice = autoscaler.Status.Recommendation.ContainerRecommendations;
        output.WriteLine();
        if (advice.IsEmpty)
        {
            output.WriteLine("Nothing is recommended yet.");
            return;
        }

        var table = new Table("Container", "Resource", "Request", "Lower", "Upper", "Why");
        foreach (var container in advice)
        {
            foreach (var resource in Resources.Where(container.Target.ContainsKey))
            {
                var (target, free) = (container.Target[resource], container.UncappedTarget.GetValueOrDefault(resource));
                table.Add(
                    container.ContainerName,
                    resource,
                    target,
                    container.LowerBound.GetValueOrDefault(resource, "-"),
                    container.UpperBound.GetValueOrDefault(resource, "-"),
                    free == target ? container.Reason : $"{container.Reason} Its bounds keep it from {free}.");
            }
        }

        table.WriteTo(output, paint);
    }

    private static string Mode(string mode) => mode == VerticalUpdatePolicy.Off
        ? "told only (mode Off)"
        : "pods that begin request this, running ones are left alone (mode Initial)";
}
