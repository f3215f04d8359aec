using System.Globalization;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.NodeGroups;

/// <summary>Whether a drained node can go: its pods have left, nobody new is sent to it, and resolvers have forgotten
/// it. What it needs of the past is in memory: after a restart of the control plane the wait begins anew.</summary>
/// <remarks>Not thread-safe: the loop is its only user.</remarks>
internal sealed class GroupDrains(TimeProvider time)
{
    private readonly Dictionary<string, long> _heard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _quiet = new(StringComparer.Ordinal);

    /// <summary>What a drained node still waits for, in one sentence; null: it can go.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="node">Its name.</param>
    /// <param name="table">The verdicts in force.</param>
    /// <param name="live">The newest status of each node that spoke lately.</param>
    public string? WaitsFor(
        NetworkDocuments documents, string node, VerdictTable table, IReadOnlyDictionary<string, NodeStatus> live)
    {
        if (live.ContainsKey(node) || !_heard.TryGetValue(node, out var heard))
        {
            _heard[node] = heard = time.GetTimestamp();
        }

        if (time.GetElapsedTime(heard) > Limits.SilenceMax)
        {
            // It is dead or cut off: who is still sent there is not served, and its pods run elsewhere.
            return null;
        }

        if (Busy(documents, node, table, live) is { } busy)
        {
            _quiet.Remove(node);
            return busy;
        }

        if (!_quiet.TryGetValue(node, out var quiet))
        {
            _quiet[node] = quiet = time.GetTimestamp();
        }

        var forgotten = documents.Sites.Values.Select(site => site.Spec.Steering.Ttl).DefaultIfEmpty().Max()
            + Departures.Drain;
        return time.GetElapsedTime(quiet) > forgotten
            ? null
            : "Nobody new is sent there; resolvers may name it until the TTL of the answers they hold is over.";
    }

    /// <summary>Forgets all nodes but these.</summary>
    public void Keep(IReadOnlySet<string> nodes)
    {
        foreach (var gone in _heard.Keys.Where(node => !nodes.Contains(node)).ToList())
        {
            _heard.Remove(gone);
            _quiet.Remove(gone);
        }
    }

    private static string? Busy(
        NetworkDocuments documents, string node, VerdictTable table, IReadOnlyDictionary<string, NodeStatus> live)
    {
        var pods = documents.Pods.Values.Count(pod => pod.Spec.NodeName == node);
        if (pods > 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{pods} pods are still on it.");
        }

        if (documents.Nodes.TryGetValue(node, out var document) && !document.Spec.Drained)
        {
            return "It is not known as drained yet.";
        }

        var routed = table.Verdicts
            .Where(verdict => verdict.Serviceable && verdict.Nodes.Contains(node, StringComparer.Ordinal))
            .Select(verdict => verdict.Site).ToList();
        if (routed.Count > 0)
        {
            return $"Users of {string.Join(", ", routed)} are still sent there.";
        }

        var behind = live.Values.Where(status => status.VerdictEpoch < table.Epoch).Select(status => status.Node)
            .Order(StringComparer.Ordinal).ToList();
        return behind.Count > 0 ? $"{string.Join(", ", behind)} steer by an older verdict table." : null;
    }
}
