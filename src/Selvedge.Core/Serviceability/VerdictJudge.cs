using System.Collections.Immutable;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Serviceability;

/// <summary>Weighs evidence into verdicts: the only place that decides where users may be sent. Pure.</summary>
/// <remarks>The judge is strict and forgets nothing for the better: <see cref="VerdictGuards"/> then keep a table from
/// doing more harm than the fault it reacts to.</remarks>
public sealed class VerdictJudge(VerdictPolicy policy)
{
    /// <summary>One strict verdict for each site at each location, sorted as <see cref="VerdictOrder"/> says.</summary>
    /// <param name="evidence">What is known now.</param>
    /// <param name="previous">The table in force; tells since when a gate is shut, and which places are closed for
    /// load until they fall under the low watermark.</param>
    public ImmutableArray<Verdict> Weigh(Evidence evidence, VerdictTable previous)
    {
        var before = previous.Verdicts.ToDictionary(verdict => (verdict.Site, verdict.Location));
        var verdicts = ImmutableArray.CreateBuilder<Verdict>(evidence.Sites.Length * evidence.Locations.Length);
        foreach (var site in evidence.Sites)
        {
            foreach (var location in evidence.Locations)
            {
                verdicts.Add(Weigh(evidence, site, location, before.GetValueOrDefault((site.Site, location.Name))));
            }
        }

        verdicts.Sort(VerdictOrder.Instance);
        return verdicts.MoveToImmutable();
    }

    private Verdict Weigh(Evidence evidence, SiteFacts site, LocationFacts location, Verdict? before)
    {
        var ofPlace = OfPlace(site, location);
        var serving = ImmutableArray.CreateBuilder<string>();
        List<Finding>? best = null;
        foreach (var node in location.Nodes)
        {
            var found = OfNode(evidence, site.Site, location, node, before);
            if (found.Count == 0)
            {
                serving.Add(node.Name);
            }

            if (best is null || found.Count < best.Count)
            {
                best = found;
            }
        }

        best ??= [new Finding(Gate.Current, "NoNode", "The location has no node.")];
        var shut = ofPlace.Concat(best)
            .DistinctBy(finding => finding.Gate)
            .OrderBy(finding => finding.Gate)
            .Select(finding => Shut(finding, before, evidence.Now))
            .ToImmutableArray();
        return shut.Length == 0
            ? new Verdict(site.Site, location.Name, true, serving.ToImmutable(), [])
            : new Verdict(site.Site, location.Name, false, [], shut);
    }

    private static List<Finding> OfPlace(SiteFacts site, LocationFacts location)
    {
        List<Finding> found = [];
        if (!site.Placed.Contains(location.Name))
        {
            found.Add(new Finding(Gate.Placed, "NotPlaced", "The plan does not put the site here."));
        }

        if (site.Disallowed.TryGetValue(location.Name, out var reason))
        {
            found.Add(new Finding(Gate.Allowed, "Residency", reason));
        }

        if (location.DrainReason is not null)
        {
            found.Add(new Finding(Gate.Admitted, "Drained", location.DrainReason));
        }

        return found;
    }

    private List<Finding> OfNode(
        Evidence evidence, SiteId site, LocationFacts location, NodeFacts node, Verdict? before)
    {
        List<Finding> found = [];
        if (node.Drained)
        {
            found.Add(new Finding(Gate.Admitted, "NodeDrained", $"{node.Name} is drained."));
        }

        if (!evidence.Nodes.TryGetValue(node.Name, out var known))
        {
            found.Add(new Finding(Gate.Current, "NeverReported", $"{node.Name} has not reported."));
            return found;
        }

        OfStatus(known, site, location, before, found);
        OfObservers(evidence, site, node.Name, found);
        return found;
    }

    private void OfStatus(
        NodeEvidence known, SiteId site, LocationFacts location, Verdict? before, List<Finding> found)
    {
        var status = known.Status;
        if (known.Age > policy.StatusAgeMax)
        {
            // The detail names no age: it would change the table at every look.
            found.Add(new Finding(Gate.Current, "StatusStale", $"{status.Node} is silent."));
        }
        else if (status.SnapshotEpoch < location.RequiredEpoch)
        {
            found.Add(new Finding(
                Gate.Current, "EpochBehind",
                $"{status.Node} runs {status.SnapshotEpoch}, not {location.RequiredEpoch}."));
        }
        else if (status.PurgeSequence < location.RequiredPurge)
        {
            found.Add(new Finding(
                Gate.Current, "PurgeMissed",
                $"{status.Node} is at {status.PurgeSequence} of {location.RequiredPurge}."));
        }
        else if (RefusalOf(status, site) is { } refusal)
        {
            found.Add(
                new Finding(Gate.Current, "SectionRefused", $"{status.Node} refused {refusal.Key}: {refusal.Reason}"));
        }

        var backend = status.Backends.FirstOrDefault(report => report.Site == site);
        if (backend is not { Ready: true })
        {
            found.Add(backend is null
                ? new Finding(Gate.Ready, "NotProbedYet", $"{status.Node} has not probed the backend.")
                : new Finding(Gate.Ready, backend.Reason, backend.Detail));
        }

        var closedForLoad = before is not null && before.Shut.Any(shut => shut.Gate == Gate.Unloaded);
        var watermark = closedForLoad ? policy.LowWatermark : policy.HighWatermark;
        if (status.Load.Pressure > watermark)
        {
            found.Add(
                new Finding(Gate.Unloaded, "OverWatermark", $"{status.Node} is over {watermark:P0} of its capacity."));
        }
    }

    private void OfObservers(Evidence evidence, SiteId site, string node, List<Finding> found)
    {
        var seen = Fresh(evidence, site, node);
        var quorum = (seen.Count + 1) / 2;
        if (seen.Count == 0)
        {
            found.Add(new Finding(Gate.Certificate, "NotObserved", "No observer has tried a handshake here lately."));
            found.Add(new Finding(Gate.Healthy, "NotObserved", "No observer has tried the site here lately."));
            return;
        }

        if (seen.Count(observation => observation.CertificateValid) < quorum)
        {
            found.Add(Denied(Gate.Certificate, seen.First(observation => !observation.CertificateValid)));
        }

        if (seen.Count(observation => observation.Reached) < quorum)
        {
            found.Add(Denied(Gate.Healthy, seen.First(observation => !observation.Reached)));
        }
    }

    /// <summary>What fresh observers saw. A node's word about itself counts only where nobody else could
    /// look.</summary>
    private List<Observation> Fresh(Evidence evidence, SiteId site, string node)
    {
        var observers = evidence.Nodes.Values
            .Where(observer => observer.Age <= policy.StatusAgeMax)
            .OrderBy(observer => observer.Status.Node, StringComparer.Ordinal);
        List<Observation> others = [];
        List<Observation> own = [];
        foreach (var observer in observers)
        {
            foreach (var observation in observer.Status.Observations)
            {
                if (observation.Site == site && observation.Node == node
                    && observation.Age + observer.Age <= policy.ObservationAgeMax)
                {
                    (observer.Status.Node == node ? own : others).Add(observation);
                }
            }
        }

        return others.Count > 0 ? others : own;
    }

    private static SectionRefusal? RefusalOf(NodeStatus status, SiteId site)
    {
        var suffix = $".{site.Namespace}.{site.Name}";
        return status.Refusals.FirstOrDefault(refusal => refusal.Key.EndsWith(suffix, StringComparison.Ordinal));
    }

    private static Finding Denied(Gate gate, Observation observation) =>
        new(gate, observation.Reason.Length == 0 ? "Unreachable" : observation.Reason, observation.Detail);

    private static ShutGate Shut(Finding finding, Verdict? before, DateTimeOffset now)
    {
        var earlier = before?.Shut.FirstOrDefault(shut => shut.Gate == finding.Gate);
        return new ShutGate(finding.Gate, finding.Reason, finding.Detail, earlier?.Since ?? now);
    }

    private sealed record Finding(Gate Gate, string Reason, string Detail);
}
