namespace Selvedge.Core.Resources;

/// <summary>What the operator says of a <see cref="Provider"/>.</summary>
public sealed record ProviderSpec
{
    /// <summary>For people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Whether own addresses may be announced there.</summary>
    public ProviderBgp Bgp { get; init; } = new();

    /// <summary>What it filters of attacks before they arrive; null: nothing is known.</summary>
    public ProviderScrubbing? Scrubbing { get; init; }
}
