namespace Selvedge.Console.Model;

/// <summary>What the console reads.</summary>
internal enum ApiCollection
{
    /// <summary><c>selvedge.dev/v1 Site</c>.</summary>
    Sites,

    /// <summary><c>selvedge.dev/v1 Location</c>.</summary>
    Locations,

    /// <summary><c>selvedge.dev/v1 Node</c>.</summary>
    Nodes,

    /// <summary><c>v1 Event</c>.</summary>
    Events,

    /// <summary><c>selvedge.dev/v1 Prefix</c>.</summary>
    Prefixes,

    /// <summary><c>selvedge.dev/v1 Announcement</c>.</summary>
    Announcements,

    /// <summary><c>selvedge.dev/v1 BgpPeer</c>.</summary>
    BgpPeers,

    /// <summary><c>selvedge.dev/v1 Aggregate</c>.</summary>
    Aggregates,
}
