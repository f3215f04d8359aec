namespace Selvedge.Core.Resources;

/// <summary>How much of an <see cref="Aggregate"/> is used.</summary>
public sealed record AggregateStatus
{
    /// <summary>Prefixes that are cut from it.</summary>
    public int Prefixes { get; init; }

    /// <summary>The share of its addresses that prefixes take, in percent with one decimal; 0 to 100.</summary>
    public double Used { get; init; }

    /// <summary>The longest run of free addresses as a prefix; empty: it is full.</summary>
    public string LargestFree { get; init; } = "";
}
