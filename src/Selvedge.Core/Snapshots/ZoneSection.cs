using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>One zone.</summary>
/// <param name="Apex">Lower case, without the final dot.</param>
/// <param name="Serial">Of the SOA; the epoch at which the zone's content last changed, modulo 2^32.</param>
/// <param name="NameServers">Fully qualified, lower case, without the final dot.</param>
/// <param name="Mailbox">As an e-mail address.</param>
/// <param name="NegativeTtl">SOA minimum.</param>
/// <param name="Records">The static records.</param>
public sealed record ZoneSection(
    string Apex,
    uint Serial,
    ImmutableArray<string> NameServers,
    string Mailbox,
    TimeSpan NegativeTtl,
    ImmutableArray<ZoneRecord> Records);
