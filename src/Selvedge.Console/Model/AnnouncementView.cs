using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Console.Model;

/// <summary>A prefix at a location.</summary>
/// <param name="Name">Of its document.</param>
/// <param name="Prefix">The Prefix.</param>
/// <param name="Location">The Location.</param>
/// <param name="Desired">What it is to be, as the API wrote it; may be empty.</param>
/// <param name="Observed">Neighbours that are told of it.</param>
/// <param name="Reason">One CamelCase word; may be empty.</param>
/// <param name="Detail">One sentence; may be empty.</param>
/// <param name="Since">Since when it is to be so, where known.</param>
/// <param name="Nodes">What each node does.</param>
internal sealed record AnnouncementView(
    string Name,
    string Prefix,
    string Location,
    string Desired,
    long Observed,
    string Reason,
    string Detail,
    DateTimeOffset? Since,
    ImmutableArray<AnnouncementAtNode> Nodes)
{
    /// <summary>How it stands.</summary>
    public Reach Reach => Desired switch
    {
        "Announced" when Observed == 0 => Reach.Untold,
        "Announced" when Nodes.Any(node => node is { Desired: "Announced", Observed: 0 }) => Reach.Partly,
        "Announced" => Reach.Announced,
        "Draining" => Reach.Draining,
        "Withdrawn" when Observed > 0 => Reach.StillTold,
        "Withdrawn" => Reach.Withdrawn,
        "Refused" => Reach.Refused,
        _ => Reach.Unknown,
    };

    /// <summary>The same in the words of the whole console: what was drained is as wanted.</summary>
    public Standing Standing => Reach switch
    {
        Reach.Announced => Standing.Serviceable,
        Reach.Partly => Standing.Degraded,
        Reach.Draining => Standing.Drained,
        Reach.Withdrawn when Reason is "Drained" or "Stopping" => Standing.Drained,
        Reach.Withdrawn or Reach.Untold or Reach.StillTold or Reach.Refused => Standing.Shut,
        _ => Standing.Unknown,
    };

    /// <summary>Whether what neighbours are told is not what it is to be.</summary>
    public bool IsTrouble => Reach is Reach.Untold or Reach.StillTold or Reach.Partly;
}
