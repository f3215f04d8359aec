using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Selvedge.Core.Workloads;

/// <summary>What the operator allows by a <see cref="ResourceQuota"/>.</summary>
public sealed record ResourceQuotaSpec
{
    /// <summary>The most, by <see cref="QuotaResource"/>.</summary>
    [JsonConverter(typeof(AmountsConverter))]
    public ImmutableSortedDictionary<string, string> Hard { get; init; } = ResourceNeeds.None;
}
