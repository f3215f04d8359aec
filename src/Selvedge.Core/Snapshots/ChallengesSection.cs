using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>What certificate authorities ask for, now.</summary>
/// <param name="Http">Token to key authorization (RFC 8555, section 8.3).</param>
/// <param name="Dns">Hostname to the TXT values at <c>_acme-challenge.</c> of it (section 8.4).</param>
public sealed record ChallengesSection(
    ImmutableSortedDictionary<string, string> Http, ImmutableSortedDictionary<string, ImmutableArray<string>> Dns);
