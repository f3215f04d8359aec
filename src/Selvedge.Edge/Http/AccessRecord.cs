namespace Selvedge.Edge.Http;

/// <summary>What is logged of one request. Filled while it is handled.</summary>
internal sealed class AccessRecord
{
    /// <summary>When it arrived.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Its id.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Its site; empty: of none.</summary>
    public string Site { get; set; } = "";

    /// <summary>Its host, without port.</summary>
    public string Host { get; set; } = "";

    /// <summary>What the cache did, as one word.</summary>
    public string Cache { get; set; } = "none";

    /// <summary>What the origin answered; 0: it was not asked, or gave no answer.</summary>
    public int OriginStatus { get; set; }

    /// <summary>From asking the origin to its header; null: it was not asked.</summary>
    public TimeSpan? OriginTime { get; set; }

    /// <summary>Why the origin's answer failed; None where it did not.</summary>
    public UpstreamError OriginError { get; set; }

    /// <summary>From the request's header to the response's end.</summary>
    public TimeSpan Duration { get; set; }
}
