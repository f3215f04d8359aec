using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What scaling looks at in a pod.</summary>
public sealed record PodState
{
    /// <summary>Unique at its location.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is in its life.</summary>
    public PodPhase Phase { get; init; }

    /// <summary>It is being removed and does not count.</summary>
    public bool Deleting { get; init; }

    /// <summary>The condition Ready; null: there is none yet.</summary>
    public bool? Ready { get; init; }

    /// <summary>When <see cref="Ready"/> last changed.</summary>
    public DateTimeOffset ReadyChangedAt { get; init; }

    /// <summary>When it began. Null: not known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Requests by resource, in thousandths, all containers together; a resource is absent where one of the
    /// containers has no request for it.</summary>
    public ImmutableDictionary<string, long> Requests { get; init; } = ImmutableDictionary<string, long>.Empty;
}
