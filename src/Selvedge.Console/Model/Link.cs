using System.Collections.Immutable;

namespace Selvedge.Console.Model;

/// <summary>What is known of the link to the API.</summary>
/// <param name="StartedAt">When the console began to ask.</param>
/// <param name="ConfirmedAt">When the shown picture was last known to be the API's own; null: never.</param>
/// <param name="Watching">The collections whose watch runs.</param>
/// <param name="Failure">Why the last heartbeat failed; empty where it did not.</param>
/// <param name="Refusal">Why the API refused to answer the last list; empty where it did not.</param>
internal sealed record Link(
    DateTimeOffset StartedAt,
    DateTimeOffset? ConfirmedAt,
    ImmutableHashSet<ApiCollection> Watching,
    string Failure,
    string Refusal)
{
    /// <summary>Collections that the API does not let the console read, or does not have, with its words.</summary>
    public ImmutableDictionary<ApiCollection, string> Withheld { get; init; } =
        ImmutableDictionary<ApiCollection, string>.Empty;

    /// <summary>The age of the shown picture.</summary>
    public TimeSpan AgeAt(DateTimeOffset now) =>
        now - (ConfirmedAt ?? StartedAt) is var age && age > TimeSpan.Zero ? age : TimeSpan.Zero;

    /// <summary>How the link is.</summary>
    public LinkState StateAt(DateTimeOffset now) =>
        Refusal.Length > 0 ? LinkState.Refused
        : Failure.Length > 0 && (ConfirmedAt is null || AgeAt(now) > Limits.HeartbeatInterval) ? LinkState.Unreachable
        : ConfirmedAt is null ? LinkState.Connecting
        : AgeAt(now) <= Limits.LiveAge ? LinkState.Live
        : LinkState.Behind;
}
