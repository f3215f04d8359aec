namespace Selvedge.Core.Snapshots;

/// <summary>How a flood of connection requests is met.</summary>
public enum SynDefence
{
    /// <summary>Not at all.</summary>
    Off,

    /// <summary>By SYN cookies (RFC 4987, section 3.6) once the backlog is full.</summary>
    Cookies,

    /// <summary>By a proxy before the connection table while a flood is seen; by cookies else.</summary>
    Proxy,
}
