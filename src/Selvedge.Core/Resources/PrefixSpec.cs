using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of a <see cref="Prefix"/>.</summary>
public sealed record PrefixSpec
{
    /// <summary>CIDR, IPv4 or IPv6. Where it is left out and <see cref="From"/> is written, the API takes the first
    /// that is free.</summary>
    [JsonPropertyName("prefix")]
    public string Network { get; init; } = "";

    /// <summary>The Aggregate that the API takes it from; empty: <see cref="Network"/> says it.</summary>
    public string From { get; init; } = "";

    /// <summary>How long the prefix taken is; 0: <see cref="Network"/> says it.</summary>
    public int Length { get; init; }

    /// <summary>What it is for. The default is Anycast.</summary>
    public PrefixRole Role { get; init; }

    /// <summary>The AS number that it is announced from.</summary>
    public long Origin { get; init; }

    /// <summary>Sites that are reached through it, <c>name</c> or <c>namespace/name</c>: it is announced where all of
    /// them are serviceable. Empty: where nodes run.</summary>
    public ImmutableArray<string> Sites { get; init; } = [];

    /// <summary>At so many locations it stays announced, whatever their verdicts; 1 to 1000. The default is
    /// 1.</summary>
    public int KeepAtLeast { get; init; } = 1;

    /// <summary>Where it may be announced; empty: wherever there is a peer for it.</summary>
    public ImmutableArray<string> Locations { get; init; } = [];

    /// <summary><see cref="Sites"/>, sorted; a name alone is in the namespace <c>default</c>.</summary>
    [JsonIgnore]
    public ImmutableArray<SiteId> SiteIds =>
        [.. Sites.Select(SiteId.InDefault).Distinct().Order()];
}
