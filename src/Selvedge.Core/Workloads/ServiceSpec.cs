using System.Collections.Immutable;

namespace Selvedge.Core.Workloads;

/// <summary>What the operator wants of a <see cref="Service"/>.</summary>
public sealed record ServiceSpec
{
    /// <summary>Labels that a pod has to have. Empty: no pod.</summary>
    public ImmutableSortedDictionary<string, string> Selector { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>One or more.</summary>
    public ImmutableArray<ServicePort> Ports { get; init; } = [];
}
