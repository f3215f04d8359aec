using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What a <see cref="Provider"/> filters of attacks before they arrive.</summary>
public sealed record ProviderScrubbing
{
    /// <summary>The layers that it covers: 3, 4, 7.</summary>
    public ImmutableArray<int> Layers { get; init; } = [];

    /// <summary>How much it takes, in Gbit/s; 0: not known.</summary>
    public double GigabitsPerSecond { get; init; }

    /// <summary>Whether it filters all the time; false: only once it has seen an attack.</summary>
    public bool AlwaysOn { get; init; }
}
