using System.Collections.Immutable;

namespace Selvedge.Core.Workloads;

/// <summary>How a <see cref="ResourceQuota"/> is.</summary>
public sealed record ResourceQuotaStatus
{
    /// <summary>The most, as it was when <see cref="Used"/> was counted.</summary>
    public ImmutableSortedDictionary<string, string> Hard { get; init; } = ResourceNeeds.None;

    /// <summary>What is taken of it.</summary>
    public ImmutableSortedDictionary<string, string> Used { get; init; } = ResourceNeeds.None;
}
