using System.Collections.Immutable;

namespace Selvedge.Wire.Bird;

/// <summary>A protocol of BIRD as <c>show protocols all</c> tells it.</summary>
/// <param name="Name">As in the configuration, without quotation marks.</param>
/// <param name="Kind"><c>BGP</c>, <c>Static</c>, <c>RPKI</c>, ...</param>
/// <param name="State"><c>up</c>, <c>start</c>, <c>down</c>, <c>stop</c>.</param>
/// <param name="Since">When it came to this state, UTC; null: BIRD did not say it in its long form.</param>
/// <param name="Info">For BGP the state of the session and what ended the last one.</param>
/// <param name="BgpState"><c>Established</c>, <c>Active</c>, ...; empty: not BGP, or down.</param>
/// <param name="LastError">Of a session that ended; empty: none.</param>
/// <param name="Imported">Routes of all channels that were accepted.</param>
/// <param name="Exported">Routes of all channels that were sent.</param>
public sealed record BirdProtocol(
    string Name,
    string Kind,
    string State,
    DateTimeOffset? Since,
    string Info,
    string BgpState,
    string LastError,
    int Imported,
    int Exported)
{
    /// <summary>Its channels, as <c>ipv4</c>, that are up.</summary>
    public ImmutableArray<string> Channels { get; init; } = [];
}
