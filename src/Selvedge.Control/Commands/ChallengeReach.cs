using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Commands;

/// <summary>Whether every node answers a certificate authority's challenge by now. Asked before the authority is told
/// to look: it may look at any node.</summary>
public sealed class ChallengeReach(
    DocumentCache documents, SnapshotPublisher publisher, VerdictLoop verdicts, TimeProvider time)
{
    /// <summary>How long a node that has not spoken is waited for, from its document's creation or this process' start.
    /// It may listen for DNS already and know no challenge, so that an authority which asks it is refused; one that is
    /// silent for longer is dead or not there yet, and must not hold up certificates.</summary>
    internal static readonly TimeSpan NewcomerPatience = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _began = time.GetUtcNow();

    /// <summary>True once the challenges are compiled, sent, and in force at every node that speaks or may be about
    /// to.</summary>
    public ValueTask<bool> AreLiveAsync(ImmutableArray<CertificateChallenge> challenges, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var network = documents.Current;
        var holder = network.Certificates.Values.FirstOrDefault(certificate =>
            challenges.All(challenge => certificate.Status.Challenges.Contains(challenge)));
        var compiled = holder is not null
            && long.TryParse(
                holder.Metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && publisher.CompiledRevision >= revision;
        return ValueTask.FromResult(
            compiled
            && AllKnow(network.Nodes.Values, verdicts.LiveNodes(), publisher.EpochOf, time.GetUtcNow(), _began));
    }

    /// <summary>Whether every node that an authority may ask has its location's newest snapshot. Pure.</summary>
    internal static bool AllKnow(
        IEnumerable<Node> nodes,
        IReadOnlyDictionary<string, NodeStatus> live,
        Func<string, long> epochOf,
        DateTimeOffset now,
        DateTimeOffset began) =>
        live.Count > 0
        && live.Values.All(status => status.SnapshotEpoch >= epochOf(status.Location))
        && nodes.All(node => live.ContainsKey(node.Metadata.Name)
            || now - Later(began, node.Metadata.CreationTimestamp) >= NewcomerPatience);

    private static DateTimeOffset Later(DateTimeOffset began, DateTimeOffset? created) =>
        created > began ? created.Value : began;
}
