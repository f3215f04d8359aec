using Selvedge.Core.Resources;

namespace Selvedge.Control.Compile;

/// <summary>The keys of sections on the bus.</summary>
internal static class SectionKeys
{
    /// <summary>Namespace and name.</summary>
    public static string Of(SiteId site) => $"{Part(site.Namespace)}.{Part(site.Name)}";

    /// <summary>A dot separates the tokens of a key.</summary>
    public static string Part(string name) => name.Replace('.', '_');
}
