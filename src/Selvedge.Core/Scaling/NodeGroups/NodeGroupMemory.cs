using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>What the next plan needs of the past, with what providers have told.</summary>
public sealed record NodeGroupMemory
{
    /// <summary>Since when each node is unneeded, by name.</summary>
    public ImmutableDictionary<string, DateTimeOffset> UnneededSince { get; init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>When nodes were given back.</summary>
    public ImmutableArray<DateTimeOffset> Removals { get; init; } = [];

    /// <summary>Failures by group.</summary>
    public ImmutableDictionary<string, GroupFailures> Failures { get; init; } =
        ImmutableDictionary<string, GroupFailures>.Empty;

    /// <summary>A provider has delivered.</summary>
    public NodeGroupMemory Delivered(string group) => this with { Failures = Failures.Remove(group) };

    /// <summary>A provider has failed to deliver.</summary>
    public NodeGroupMemory Failed(string group, DateTimeOffset at) => this with
    {
        Failures = Failures.SetItem(
            group, new GroupFailures((Failures.GetValueOrDefault(group)?.InARow ?? 0) + 1, at)),
    };
}
