using System.Text.Json.Serialization;

namespace Selvedge.Core.Resources;

/// <summary>Where a site's content comes from.</summary>
public sealed record SiteBackend
{
    /// <summary>An absolute <c>http</c> or <c>https</c> URL without query or fragment; its path is put before each
    /// request's path. Empty: the site is served from <see cref="Service"/>.</summary>
    public string Url { get; init; } = "";

    /// <summary>The Service that the site is served from, for a site without <see cref="Url"/>. Null there: the one
    /// named <c>ingress-upstream</c>.</summary>
    public ServiceReference? Service { get; init; }

    /// <summary>Whether pods of the network serve the site.</summary>
    [JsonIgnore]
    public bool IsService => Url.Length == 0;

    /// <summary>The name of the Service, whether it is written or not.</summary>
    [JsonIgnore]
    public string ServiceName => Service?.Name ?? Workloads.Service.IngressUpstream;

    /// <summary>The Host header sent to the backend. Empty: the request's own host.</summary>
    public string HostHeader { get; init; } = "";

    /// <summary>The readiness probe that every node runs against the backend, and observers run through the
    /// edge.</summary>
    public SiteProbe Probe { get; init; } = new();

    /// <summary>The longest wait for the backend's response header. The default is 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
