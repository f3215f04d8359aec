using System.Collections.Concurrent;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Tests.Node;

/// <summary>Refuses zones whose mailbox is <c>bad</c>, and throws in Swap on <c>crash</c>.</summary>
internal sealed class RecordingConsumer : ISnapshotConsumer
{
    public ConcurrentQueue<Snapshot> Snapshots { get; } = new();

    public ConcurrentQueue<VerdictTable> Tables { get; } = new();

    public IReadOnlyList<SectionRefusal> Check(Snapshot next, Manifest manifest) =>
    [
        .. next.Zones.Values.Where(zone => zone.Mailbox == "bad").Select(zone =>
            new SectionRefusal("zone." + zone.Apex.Replace('.', '_'), "", "The mailbox is bad.")),
    ];

    public void Swap(Snapshot next)
    {
        if (next.Zones.Values.Any(zone => zone.Mailbox == "crash"))
        {
            throw new InvalidOperationException("crash");
        }

        Snapshots.Enqueue(next);
    }

    public void Swap(VerdictTable next) => Tables.Enqueue(next);
}
