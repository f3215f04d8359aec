namespace Selvedge.Core.Network.Routing;

/// <summary>The decision on one prefix.</summary>
/// <param name="Prefix">Its <see cref="Snapshots.RoutedPrefix.Name"/>.</param>
/// <param name="State">What is said of it.</param>
/// <param name="Reason">One of <see cref="AnnouncementReasons"/>.</param>
/// <param name="Detail">One sentence; may be empty.</param>
/// <param name="Since">When <paramref name="State"/> became so.</param>
/// <param name="ReturnAt">A withdrawn prefix does not come back before, unless it is needed.</param>
/// <param name="WithdrawnFor">The reason that it was withdrawn for, while it is.</param>
public sealed record Announcement(
    string Prefix,
    AnnouncementState State,
    string Reason,
    string Detail,
    DateTimeOffset Since,
    DateTimeOffset ReturnAt,
    string WithdrawnFor);
