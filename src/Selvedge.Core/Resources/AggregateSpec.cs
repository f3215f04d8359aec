namespace Selvedge.Core.Resources;

/// <summary>What the operator says of an <see cref="Aggregate"/>.</summary>
public sealed record AggregateSpec
{
    /// <summary>The block, CIDR, IPv4 or IPv6.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The registry that gave it, for people: <c>RIPE</c>, <c>ARIN</c>, ... Empty: not known.</summary>
    public string Registry { get; init; } = "";

    /// <summary>For people.</summary>
    public string Description { get; init; } = "";
}
