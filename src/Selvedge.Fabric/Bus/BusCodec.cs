using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Fabric.Bus;

/// <summary>Reads what others wrote to the bus. Never throws; the reasons double as labels of the counter.</summary>
public static class BusCodec
{
    /// <summary>Reads a status and holds it against the subject that the server let its sender use.</summary>
    public static bool TryReadStatus(
        string subject, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out NodeStatus? status, out string reason)
    {
        status = null;
        if (bytes.Length > BusLimits.StatusBytesMax)
        {
            reason = "oversized";
            return false;
        }

        if (!CoreJson.TryRead<NodeStatus>(bytes, out var read, out _) || !IsWhole(read))
        {
            reason = "malformed";
            return false;
        }

        if (subject != BusSubjects.Status(read.Location, read.Node))
        {
            reason = "not_its_own";
            return false;
        }

        status = read;
        reason = "";
        return true;
    }

    /// <summary>Reads a location's manifest.</summary>
    public static bool TryReadManifest(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Manifest? manifest, out string reason) =>
        TryRead(bytes, read => !read.Sections.IsDefault && read.Sections.All(entry => entry is not null)
            && read.Epoch >= 0, out manifest, out reason);

    /// <summary>Reads a verdict table; one whose verdicts are not sorted, or twice the same, is refused, since
    /// <see cref="VerdictTable.Find"/> would miss some.</summary>
    public static bool TryReadVerdicts(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out VerdictIssue? issue, out string reason) =>
        TryRead(bytes, read => IsSorted(read.Table), out issue, out reason);

    /// <summary>Reads which verdict table is the newest.</summary>
    public static bool TryReadVerdictHead(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out VerdictHead? head, out string reason) =>
        TryRead(bytes, read => read.VerdictEpoch >= 0, out head, out reason);

    /// <summary>Reads a purge.</summary>
    public static bool TryReadPurge(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PurgeIssue? issue, out string reason) =>
        TryRead(bytes, read => read.Purge.Sequence > 0 && Enum.IsDefined(read.Purge.Kind), out issue, out reason);

    /// <summary>Reads how far the log of purges reaches.</summary>
    public static bool TryReadPurgeHead(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PurgeHead? head, out string reason) =>
        TryRead(bytes, read => read.PurgeSequence >= 0, out head, out reason);

    /// <summary>Reads an acknowledgement of a purge.</summary>
    public static bool TryReadPurgeDone(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PurgeDone? done, out string reason) =>
        TryRead(bytes, read => read is { Sequence: > 0, Removed: >= 0 }, out done, out reason);

    private static bool TryRead<T>(
        ReadOnlySpan<byte> bytes, Func<T, bool> isSound, [NotNullWhen(true)] out T? value, out string reason)
        where T : class
    {
        var sound = bytes.Length <= BusLimits.PayloadBytesMax
            && CoreJson.TryRead(bytes, out value, out _) && isSound(value)
            ? value
            : null;
        value = sound;
        reason = sound is null ? "malformed" : "";
        return sound is not null;
    }

    private static bool IsWhole(NodeStatus status) =>
        IsWhole(status.Refusals) && IsWhole(status.Backends) && IsWhole(status.Observations) && IsWhole(status.Demand)
        && IsWhole(status.RoundTrips);

    private static bool IsWhole<T>(ImmutableArray<T> entries)
        where T : class => !entries.IsDefault && entries.All(entry => entry is not null);

    private static bool IsSorted(VerdictTable table)
    {
        if (table.Epoch < 0 || table.Verdicts.IsDefault)
        {
            return false;
        }

        for (var index = 0; index < table.Verdicts.Length; index++)
        {
            var verdict = table.Verdicts[index];
            if (verdict is null || verdict.Nodes.IsDefault || verdict.Shut.IsDefault
                || (index > 0 && VerdictOrder.Instance.Compare(table.Verdicts[index - 1], verdict) >= 0))
            {
                return false;
            }
        }

        return true;
    }
}
