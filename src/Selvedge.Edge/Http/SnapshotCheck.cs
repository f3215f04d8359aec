using Selvedge.Core.Caching;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Http;

/// <summary>Finds the sections of a snapshot that the HTTP edge cannot use.</summary>
internal static class SnapshotCheck
{
    /// <summary>All of them. Never throws.</summary>
    public static List<SectionRefusal> Find(Snapshot next, Manifest manifest)
    {
        var refusals = new List<SectionRefusal>();
        var owners = new Dictionary<string, SiteId>(StringComparer.Ordinal);
        foreach (var (id, site) in next.Sites)
        {
            if (Problem(site, owners) is { } reason)
            {
                refusals.Add(Refusal(manifest, SectionKind.Site, id, reason));
            }
        }

        foreach (var (id, certificate) in next.Certificates)
        {
            if (!TlsIdentity.TryCreate(certificate, out _, out var reason))
            {
                refusals.Add(Refusal(manifest, SectionKind.Certificate, id, reason));
            }
        }

        return refusals;
    }

    private static string? Problem(SiteSection site, Dictionary<string, SiteId> owners)
    {
        if (!BackendAddress.TryOf(site, out _, out var prefix, out var reason))
        {
            return reason;
        }

        if (prefix.Length > 0 && !CacheKey.TryTarget(prefix, out _))
        {
            return "The backend's path holds characters that no URL may hold.";
        }

        if (site.Backend.HostHeader.AsSpan().ContainsAny("\r\n \t/"))
        {
            return "The backend's Host header is not a host.";
        }

        if (site.Backend.Timeout <= TimeSpan.Zero)
        {
            return "The backend's timeout is not positive.";
        }

        if (site.Tls.MinimumVersion is not ("1.2" or "1.3"))
        {
            return $"The minimum TLS version {site.Tls.MinimumVersion} is neither 1.2 nor 1.3.";
        }

        foreach (var host in site.Hostnames)
        {
            if (!CacheKey.TryHost(host, out var normal) || !string.Equals(normal, host, StringComparison.Ordinal))
            {
                return $"The hostname {host} is not one in lower case.";
            }

            if (!owners.TryAdd(host, site.Site))
            {
                return $"The hostname {host} belongs to {owners[host]} already.";
            }
        }

        return null;
    }

    // A key on the bus may not hold dots within a name, so the compiler may have written them otherwise.
    private static SectionRefusal Refusal(Manifest manifest, SectionKind kind, SiteId site, string reason)
    {
        var wanted = $".{site.Namespace}.{site.Name}".Replace('.', '_');
        var entry = manifest.Sections.FirstOrDefault(section => section.Kind == kind
            && section.Key.Replace('.', '_').EndsWith(wanted, StringComparison.Ordinal)
            && section.Key.Length - wanted.Length == kind.ToString().Length);
        return new SectionRefusal(
            entry?.Key ?? $"{kind.ToString().ToLowerInvariant()}.{site.Namespace}.{site.Name}",
            entry?.Hash ?? "",
            reason);
    }
}
