namespace Selvedge.Core.Serviceability;

/// <summary>What has to hold before a user is sent to a site at a location. All must be open.</summary>
public enum Gate
{
    /// <summary>The plan puts the site here.</summary>
    Placed,

    /// <summary>The backend answers its readiness probe from here.</summary>
    Ready,

    /// <summary>A handshake for each hostname at this place presents a chain that validates.</summary>
    Certificate,

    /// <summary>The node runs the epoch and the purges that it must.</summary>
    Current,

    /// <summary>A quorum of observers reaches the site through the whole edge stack here.</summary>
    Healthy,

    /// <summary>The place is under its high watermark.</summary>
    Unloaded,

    /// <summary>Compliance lets the site be served here.</summary>
    Allowed,

    /// <summary>No drain, maintenance or isolation is on.</summary>
    Admitted,
}
