namespace Selvedge.Core.Caching;

/// <summary>What may be done with a stored response for a request.</summary>
public enum ReuseVerdict
{
    /// <summary>Served as it is.</summary>
    Serve,

    /// <summary>Served stale, and validated at once in the background (RFC 5861, section 3).</summary>
    ServeAndRevalidate,

    /// <summary>Asked at the origin first: it is stale, or needs validation whenever used.</summary>
    RevalidateStale,

    /// <summary>Asked at the origin first because the request says so.</summary>
    RevalidateRequest,

    /// <summary>May not answer this request at all (RFC 9111, section 3.5).</summary>
    Unusable,
}
