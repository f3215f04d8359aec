namespace Selvedge.Core.Resources;

/// <summary>A Node that serves a <see cref="VirtualAddress"/>.</summary>
public sealed record VirtualAddressBackend
{
    /// <summary>The Node.</summary>
    public string Node { get; init; } = "";

    /// <summary>Its IPv4 address that balancers reach it at. The default is the first one of the Node.</summary>
    public string Address { get; init; } = "";

    /// <summary>Its share of new flows beside the others', 0 to 256; 0: no new flows. The default is 1.</summary>
    public int Weight { get; init; } = 1;
}
