using System.Collections.Immutable;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Verdicts;

/// <summary>One verdict in a Site's status.</summary>
/// <param name="Location">At which location.</param>
/// <param name="Serviceable">Whether users are sent there.</param>
/// <param name="Epoch">The verdict epoch since which it is so.</param>
/// <param name="Held">Null, or which guard holds it.</param>
/// <param name="Nodes">The nodes named to users.</param>
/// <param name="Shut">The gates that are shut.</param>
internal sealed record SiteVerdict(
    string Location,
    bool Serviceable,
    long Epoch,
    string? Held,
    ImmutableArray<string> Nodes,
    ImmutableArray<ShutGate> Shut)
{
    /// <summary>A verdict of the table, with the epoch that it has had since it last changed.</summary>
    public static SiteVerdict Of(Verdict verdict, long epoch, SiteStatus? before)
    {
        var earlier = before?.Verdicts.FirstOrDefault(known => known.Location == verdict.Location);
        return earlier is not null && earlier.Serviceable == verdict.Serviceable && earlier.Held == verdict.Held
            && earlier.Nodes.SequenceEqual(verdict.Nodes)
            && earlier.Shut.Select(shut => (shut.Gate, shut.Reason))
                .SequenceEqual(verdict.Shut.Select(shut => (shut.Gate, shut.Reason)))
                ? earlier
                : new SiteVerdict(
                    verdict.Location, verdict.Serviceable, epoch, verdict.Held, verdict.Nodes, verdict.Shut);
    }
}
