using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Resources;

/// <summary>What is dropped, where, and until when.</summary>
public sealed record MitigationSpec
{
    /// <summary>A rule that is needed for longer is policy: write it into a Defence.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(7);

    /// <summary>Which packets: all that is named has to fit, and it has to be more than a destination.</summary>
    public FlowFilter Match { get; init; } = new();

    /// <summary>Names of Locations. The default is every location.</summary>
    public ImmutableArray<string> Locations { get; init; } = [];

    /// <summary>When it ends. The default follows from <see cref="ExpiresAfter"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long after it was stored it ends; at most <see cref="LongestTime"/>. The default is an hour.
    /// </summary>
    public TimeSpan ExpiresAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Why, for people.</summary>
    public string Reason { get; init; } = "";
}
