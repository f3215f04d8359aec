using System.Collections.Immutable;

namespace Selvedge.Edge.Network.Defence;

/// <summary>A set of a table.</summary>
/// <param name="Declaration">As nft reads it between braces.</param>
/// <param name="Elements">As nft reads them: one address, or the first and the last joined by a hyphen.</param>
internal sealed record KernelSet(string Declaration, ImmutableArray<string> Elements)
{
    /// <summary>A set that the kernel fills by itself, or that empties by itself: what is in it is not compared.
    /// </summary>
    public bool IsFluid => Declaration.Contains("timeout", StringComparison.Ordinal)
        || Declaration.Contains("dynamic", StringComparison.Ordinal);
}
