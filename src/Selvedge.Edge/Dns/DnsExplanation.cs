using System.Collections.Immutable;
using Selvedge.Core.Steering;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>What the server answers to a question now, and why.</summary>
/// <param name="Name">The name asked for.</param>
/// <param name="Type">The type asked for.</param>
/// <param name="Rcode">How it went.</param>
/// <param name="Answers">The records, as a master file writes them.</param>
/// <param name="ScopeLength">For how many leading bits of the client's address the answer holds; 0: for everybody.
/// </param>
/// <param name="SnapshotEpoch">Of the snapshot answered from.</param>
/// <param name="VerdictEpoch">Of the verdict table answered from.</param>
/// <param name="Decision">Each filter's reason for each place; null where no site was steered.</param>
public sealed record DnsExplanation(
    string Name,
    DnsType Type,
    DnsRcode Rcode,
    ImmutableArray<string> Answers,
    int ScopeLength,
    long SnapshotEpoch,
    long VerdictEpoch,
    SteeringDecision? Decision);
