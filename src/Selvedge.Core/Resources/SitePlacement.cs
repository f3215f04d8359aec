using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>At which locations a site is placed.</summary>
public sealed record SitePlacement
{
    /// <summary><c>everywhere</c> (the default) or <c>static</c> (exactly <see cref="Locations"/>).</summary>
    public string Policy { get; init; } = "everywhere";

    /// <summary>For <c>static</c>: the names of the locations.</summary>
    public ImmutableArray<string> Locations { get; init; } = [];

    /// <summary>Locations that are left out, under either policy.</summary>
    public ImmutableArray<string> MustNotInclude { get; init; } = [];
}
