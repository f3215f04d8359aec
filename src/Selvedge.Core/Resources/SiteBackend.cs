namespace Selvedge.Core.Resources;

/// <summary>Where a site's content comes from.</summary>
public sealed record SiteBackend
{
    /// <summary>An absolute <c>http</c> or <c>https</c> URL without query or fragment; its path is put before each
    /// request's path.</summary>
    public string Url { get; init; } = "";

    /// <summary>The Host header sent to the backend. Empty: the request's own host.</summary>
    public string HostHeader { get; init; } = "";

    /// <summary>The readiness probe that every node runs against the backend, and observers run through the
    /// edge.</summary>
    public SiteProbe Probe { get; init; } = new();

    /// <summary>The longest wait for the backend's response header. The default is 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
