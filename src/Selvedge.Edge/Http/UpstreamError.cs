namespace Selvedge.Edge.Http;

/// <summary>Why an origin did not answer properly; also the label of the metric.</summary>
internal enum UpstreamError
{
    /// <summary>It did.</summary>
    None,

    /// <summary>The service has no ready pod at this location.</summary>
    NoEndpoint,

    /// <summary>Its name does not resolve.</summary>
    NameNotResolved,

    /// <summary>It refused the connection, or none of its addresses is reachable.</summary>
    ConnectRefused,

    /// <summary>No connection in time.</summary>
    ConnectTimeout,

    /// <summary>Its certificate does not validate, or TLS failed otherwise.</summary>
    TlsFailed,

    /// <summary>No response header in time.</summary>
    HeaderTimeout,

    /// <summary>It closed the connection before the response's end.</summary>
    ResponseEnded,

    /// <summary>Its response breaks the protocol.</summary>
    ResponseInvalid,

    /// <summary>Its body stopped for too long.</summary>
    BodyTimeout,

    /// <summary>The client's request body broke off; not the origin's fault.</summary>
    RequestBody,

    /// <summary>The client is gone; not the origin's fault.</summary>
    ClientGone,
}
