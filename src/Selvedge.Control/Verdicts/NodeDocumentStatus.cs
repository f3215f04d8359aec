using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Verdicts;

/// <summary>The status of a Node document.</summary>
/// <param name="SnapshotEpoch">The snapshot epoch in force there.</param>
/// <param name="WantedEpoch">The one published to its location.</param>
/// <param name="VerdictEpoch">The verdict table that it steers by.</param>
/// <param name="PurgeSequence">Every purge up to this one is applied.</param>
/// <param name="Version">Of the software.</param>
/// <param name="Instance">Changes with each start of the process.</param>
/// <param name="Refusals">Sections that it refused (NACK), with reasons; their last good content is in force.</param>
/// <param name="LastSeen">Since when it speaks; once it is silent, when it last spoke, to about two seconds.</param>
/// <param name="Conditions"><c>Ready</c>: it speaks, and runs what it must.</param>
internal sealed record NodeDocumentStatus(
    long SnapshotEpoch,
    long WantedEpoch,
    long VerdictEpoch,
    long PurgeSequence,
    string Version,
    string Instance,
    ImmutableArray<SectionRefusal> Refusals,
    DateTimeOffset? LastSeen,
    ImmutableArray<Condition> Conditions);
