using System.Collections.Immutable;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Scaling.Vertical;

/// <summary>Amounts as Kubernetes writes them: processors in whole thousandths, memory in whole mebibytes, each rounded
/// up.</summary>
internal static class VerticalAmounts
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>The text of an amount.</summary>
    /// <param name="resource"><c>cpu</c> or <c>memory</c>.</param>
    /// <param name="milli">In thousandths of its unit.</param>
    public static string Text(string resource, long milli) => resource == "cpu"
        ? Quantity.Processors(milli)
        : Quantity.Memory((new Quantity(milli).Units + Mebibyte - 1) / Mebibyte * Mebibyte);

    /// <summary>An amount in thousandths.</summary>
    /// <param name="amount">In its unit: processors or bytes.</param>
    public static long Milli(double amount) => (long)Math.Ceiling(Math.Min(amount, long.MaxValue / 2000) * 1000);

    /// <summary>The amount of a resource in thousandths; null: none is given.</summary>
    public static long? Milli(ImmutableSortedDictionary<string, string> amounts, string resource) =>
        amounts.TryGetValue(resource, out var text) && Quantity.TryParse(text, out var quantity)
            ? quantity.MilliUnits
            : null;
}
