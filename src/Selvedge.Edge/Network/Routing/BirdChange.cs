using System.Collections.Immutable;
using Selvedge.Core.Snapshots;
using Selvedge.Wire.Bird;

namespace Selvedge.Edge.Network.Routing;

/// <summary>A new configuration that BIRD runs on trial.</summary>
/// <param name="Section">What it was written from.</param>
/// <param name="Shape">Its text, whatever is announced.</param>
/// <param name="PreviousText">What is put back where it fails.</param>
/// <param name="Untouched">Sessions that were established and that it changes nothing of.</param>
/// <param name="HadSessions">Whether any session was established before.</param>
/// <param name="BeganAt">A timestamp.</param>
internal sealed record BirdChange(
    RoutingSection Section,
    string Shape,
    string PreviousText,
    ImmutableArray<BirdProtocol> Untouched,
    bool HadSessions,
    long BeganAt)
{
    /// <summary>Judges the trial.</summary>
    /// <param name="sight">What BIRD does now.</param>
    /// <param name="expected">Names of protocols that have to be there.</param>
    /// <param name="late">Whether the time for it is over.</param>
    /// <returns>Null: not known yet. Empty: it is good. Else what is wrong.</returns>
    public string? Judge(BirdSight sight, IEnumerable<string> expected, bool late)
    {
        // A session that lost its connection by itself in this moment counts too: it is tried again later.
        if (Untouched.FirstOrDefault(before =>
            sight.Find(before.Name) is not { BgpState: "Established" } now || now.Since != before.Since) is { } lost)
        {
            return $"The session {lost.Name} ended, of which nothing was changed.";
        }

        if (expected.FirstOrDefault(name => sight.Find(name) is null) is { } missing)
        {
            return late ? $"The protocol {missing} does not exist." : null;
        }

        return !HadSessions || sight.Established.Any() ? ""
            : late ? "No session came back." : null;
    }
}
