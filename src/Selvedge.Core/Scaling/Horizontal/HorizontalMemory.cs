using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What the next decision about a target at a location needs of the past.</summary>
public sealed record HorizontalMemory
{
    /// <summary>Older recommendations are forgotten: the longest window that may be asked for.</summary>
    public static readonly TimeSpan RecommendationsKept = TimeSpan.FromHours(1);

    /// <summary>Older changes are forgotten: the longest period that may be asked for.</summary>
    public static readonly TimeSpan EventsKept = TimeSpan.FromMinutes(30);

    /// <summary>Nothing is remembered.</summary>
    public static HorizontalMemory Empty { get; } = new();

    /// <summary>In the order of time.</summary>
    public ImmutableArray<Recommendation> Recommendations { get; init; } = [];

    /// <summary>In the order of time.</summary>
    public ImmutableArray<ScaleEvent> Events { get; init; } = [];

    /// <summary>With what the metrics asked for.</summary>
    public HorizontalMemory Recommended(DateTimeOffset at, int replicas) => this with
    {
        Recommendations =
        [
            .. Recommendations.Where(old => old.At >= at - RecommendationsKept), new Recommendation(at, replicas),
        ],
    };

    /// <summary>With a change that was made; none is remembered where nothing changed.</summary>
    public HorizontalMemory Scaled(DateTimeOffset at, int from, int to) => from == to
        ? this
        : this with { Events = [.. Events.Where(old => old.At >= at - EventsKept), new ScaleEvent(at, to - from)] };
}
