using Selvedge.Core.Nodes;

namespace Selvedge.Console.Model;

/// <summary>A node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Location">Where it runs.</param>
/// <param name="Drained">Taken out of service by an operator.</param>
/// <param name="Ready">The condition Ready; null where the API does not say.</param>
/// <param name="Reason">The condition's reason; may be empty.</param>
/// <param name="Message">The condition's message; may be empty.</param>
/// <param name="Version">Of the software; may be empty.</param>
/// <param name="Epoch">The config epoch it runs; 0: none.</param>
/// <param name="VerdictEpoch">The verdict table it steers by.</param>
/// <param name="PurgeSequence">Every purge up to this one is applied.</param>
/// <param name="LastSeen">Since when it reports; once it is silent, when it last did.</param>
internal sealed record NodeView(
    string Name,
    string Location,
    bool Drained,
    bool? Ready,
    string Reason,
    string Message,
    string Version,
    long Epoch,
    long VerdictEpoch,
    long PurgeSequence,
    DateTimeOffset? LastSeen)
{
    /// <summary>What it does at layers 3 and 4; null: nothing.</summary>
    public NetworkReport? Network { get; init; }

    /// <summary>Whether the control plane hears it now, ready or not.</summary>
    public bool IsHeard => Ready is not null && Reason != "Silent";

    /// <summary>Whether the node is up: its condition, or else whether it reported lately.</summary>
    public bool IsUp(DateTimeOffset now) => Ready ?? (LastSeen is { } seen && now - seen <= Limits.NodeSilence);
}
