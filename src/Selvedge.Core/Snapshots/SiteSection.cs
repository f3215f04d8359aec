using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>How a site is served over HTTP.</summary>
/// <param name="Site">Which site.</param>
/// <param name="Hostnames">Lower case, without the final dot.</param>
/// <param name="Backend">Where the content comes from.</param>
/// <param name="Tls">TLS towards users.</param>
/// <param name="Cache">What may be kept.</param>
public sealed record SiteSection(
    SiteId Site, ImmutableArray<string> Hostnames, SiteBackend Backend, SiteTls Tls, SiteCache Cache);
