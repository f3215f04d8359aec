using Selvedge.Core.Workloads;

namespace Selvedge.Core.Resources;

/// <summary>The Service that a site is served from, in the site's namespace.</summary>
public sealed record ServiceReference
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its port by number or name. Empty: its first.</summary>
    public PortReference Port { get; init; }
}
