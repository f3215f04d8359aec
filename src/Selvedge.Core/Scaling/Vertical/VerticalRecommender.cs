using System.Globalization;

namespace Selvedge.Core.Scaling.Vertical;

/// <summary>From what a container has used to what it should request.</summary>
public static class VerticalRecommender
{
    private const double SamplesPerDay = 24 * 60;

    /// <summary>Recommends.</summary>
    public static VerticalRecommendation Recommend(VerticalPolicy policy, ContainerHistory history)
    {
        var days = Confidence(history);
        var cpu = Bounds(policy, history.Cpu, policy.CpuCoresMin, days);
        var memory = Bounds(policy, history.Memory, policy.MemoryBytesMin, days);
        return new VerticalRecommendation(cpu, memory, cpu is null && memory is null
            ? "Nothing was measured yet."
            : string.Create(CultureInfo.InvariantCulture,
                $"{policy.TargetPercentile * 100:0.#} % of {history.Samples} samples use at most "
                + $"{Cores(cpu)} and {Mebibytes(memory)}, {policy.Margin * 100:0.#} % margin included."));
    }

    // The bounds close as days of samples come in, as those of Kubernetes' recommender do.
    private static ResourceBounds? Bounds(
        VerticalPolicy policy, DecayingHistogram histogram, double least, double days)
    {
        if (histogram.Total <= 0)
        {
            return null;
        }

        var margin = 1 + policy.Margin;
        var target = histogram.Percentile(policy.TargetPercentile) * margin;
        var lower = histogram.Percentile(policy.LowerPercentile) * margin * Math.Pow(1 + 0.001 / days, -2);
        var upper = histogram.Percentile(policy.UpperPercentile) * margin * (1 + 1 / days);
        return new ResourceBounds(
            Math.Max(least, Math.Min(lower, target)), Math.Max(least, target),
            Math.Max(least, Math.Max(upper, target)));
    }

    private static double Confidence(ContainerHistory history)
    {
        var span = history is { FirstAt: { } first, LastAt: { } last } ? (last - first).TotalDays : 0;
        return Math.Max(Math.Min(span, history.Samples / SamplesPerDay), 1e-6);
    }

    private static string Cores(ResourceBounds? bounds) => bounds is null
        ? "unknown cores"
        : string.Create(CultureInfo.InvariantCulture, $"{bounds.Target:0.###} cores");

    private static string Mebibytes(ResourceBounds? bounds) => bounds is null
        ? "unknown memory"
        : string.Create(CultureInfo.InvariantCulture, $"{bounds.Target / (1024 * 1024):0} MiB");
}
