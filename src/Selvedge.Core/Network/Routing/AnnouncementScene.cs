using System.Collections.Immutable;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Routing;

/// <summary>All that announcements are decided from, at one moment.</summary>
/// <param name="Prefixes">What may be announced.</param>
/// <param name="Verdicts">The table in force.</param>
/// <param name="Location">Of the node.</param>
/// <param name="Node">Its name.</param>
/// <param name="Check">How its own service is.</param>
/// <param name="StoppingSince">When it was told to stop; null: it was not.</param>
/// <param name="Now">The moment.</param>
public sealed record AnnouncementScene(
    ImmutableArray<RoutedPrefix> Prefixes,
    VerdictTable Verdicts,
    string Location,
    string Node,
    LocalCheck Check,
    DateTimeOffset? StoppingSince,
    DateTimeOffset Now);
