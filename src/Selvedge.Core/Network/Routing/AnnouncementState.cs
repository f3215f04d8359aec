namespace Selvedge.Core.Network.Routing;

/// <summary>What a node says of a prefix to its BGP neighbours.</summary>
public enum AnnouncementState
{
    /// <summary>Nothing.</summary>
    Withdrawn,

    /// <summary>That it is reached here, but to be avoided: <c>GRACEFUL_SHUTDOWN</c> (RFC 8326).</summary>
    Draining,

    /// <summary>That it is reached here.</summary>
    Announced,
}
