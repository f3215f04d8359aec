using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Commands;

/// <summary>Whether every node answers a certificate authority's challenge by now. Asked before the authority is told
/// to look: it may look at any node.</summary>
public sealed class ChallengeReach(DocumentCache documents, SnapshotPublisher publisher, VerdictLoop verdicts)
{
    /// <summary>True once the challenges are compiled, sent, and in force at every node that speaks.</summary>
    public ValueTask<bool> AreLiveAsync(ImmutableArray<CertificateChallenge> challenges, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var holder = documents.Current.Certificates.Values.FirstOrDefault(certificate =>
            challenges.All(challenge => certificate.Status.Challenges.Contains(challenge)));
        var compiled = holder is not null
            && long.TryParse(
                holder.Metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && publisher.CompiledRevision >= revision;
        var live = verdicts.LiveNodes();
        return ValueTask.FromResult(
            compiled && live.Count > 0
            && live.Values.All(status => status.SnapshotEpoch >= publisher.EpochOf(status.Location)));
    }
}
