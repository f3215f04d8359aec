namespace Selvedge.Core.Resources;

/// <summary>A web site that the network serves: hostnames, where the content comes from, and where it may
/// run.</summary>
public sealed record Site
{
    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public SiteSpec Spec { get; init; } = new();

    /// <summary>The site's name across the network.</summary>
    public SiteId Id => new(Metadata.Namespace, Metadata.Name);
}
