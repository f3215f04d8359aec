using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Http;

/// <summary>Where an origin listens.</summary>
/// <param name="Tls">Whether over TLS.</param>
/// <param name="Host">Name or address, without brackets.</param>
/// <param name="Port">TCP port; of a service: its own, 0 for its first.</param>
/// <param name="Namespace">Where the host is the name of a Service: its namespace; else empty.</param>
/// <param name="PortName">Of a service: the port's name, where it is named; else empty.</param>
internal readonly record struct BackendAddress(
    bool Tls, string Host, int Port, string Namespace = "", string PortName = "")
{
    /// <summary>Whether pods of the network listen there.</summary>
    public bool IsService => Namespace.Length > 0;


    /// <summary>The host as URIs write it.</summary>
    public string UriHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>The form that people read.</summary>
    public override string ToString() =>
        IsService ? $"service {Namespace}/{Host}" : $"{(Tls ? "https" : "http")}://{UriHost}:{Port}";

    /// <summary>Where a site's backend is.</summary>
    /// <param name="site">The site.</param>
    /// <param name="address">Where.</param>
    /// <param name="path">What is put before each path: empty, or starting with a slash and not ending in one.</param>
    /// <param name="reason">What is wrong, in one sentence; else empty.</param>
    public static bool TryOf(SiteSection site, out BackendAddress address, out string path, out string reason)
    {
        if (!site.Backend.IsService)
        {
            return TryParse(site.Backend.Url, out address, out path, out reason);
        }

        var port = site.Backend.Service?.Port ?? default;
        address = new BackendAddress(
            false, site.Backend.ServiceName, port.Number, site.Site.Namespace, port.Name ?? "");
        (path, reason) = ("", "");
        return true;
    }

    /// <summary>Reads a backend's URL.</summary>
    /// <param name="url">Absolute, http or https.</param>
    /// <param name="address">Where.</param>
    /// <param name="path">What is put before each path: empty, or starting with a slash and not ending in one.</param>
    /// <param name="reason">What is wrong, in one sentence; else empty.</param>
    public static bool TryParse(string url, out BackendAddress address, out string path, out string reason)
    {
        address = default;
        path = "";
        reason = "";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.Host.Length == 0)
        {
            reason = $"The backend's URL '{url}' is not an absolute http or https URL.";
        }
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            reason = $"The backend's URL '{uri.Host}' has a query, a fragment or credentials.";
        }
        else
        {
            address = new BackendAddress(uri.Scheme == "https", uri.IdnHost.Trim('[', ']'), uri.Port);
            path = uri.AbsolutePath.TrimEnd('/');
        }

        return reason.Length == 0;
    }
}
