using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Node;

/// <summary>A part of the data plane that runs from snapshots: the DNS server, the HTTP server.</summary>
/// <remarks>First every consumer checks the sections it reads, then all swap at once: a section that one of them
/// cannot use is put back to its last good content before anybody has seen it.</remarks>
public interface ISnapshotConsumer
{
    /// <summary>Says which sections it could not use. Pure: nothing changes. Never throws.</summary>
    IReadOnlyList<SectionRefusal> Check(Snapshot next, Manifest manifest);

    /// <summary>Uses the snapshot from now on. Only called with sections that <see cref="Check"/> accepted.</summary>
    void Swap(Snapshot next);

    /// <summary>Steers by the table from now on. Called with rising epochs only, unless the network's store was
    /// replaced by a new one, which counts from the start.</summary>
    void Swap(VerdictTable next);
}
