namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of an <see cref="IpAddress"/>.</summary>
public sealed record IpAddressSpec
{
    /// <summary>IPv4 or IPv6. Where it is left out and <see cref="From"/> is written, the API takes the first that is
    /// free.</summary>
    public string Address { get; init; } = "";

    /// <summary>The Prefix that the API takes it from; empty: <see cref="Address"/> says it.</summary>
    public string From { get; init; } = "";

    /// <summary>The site that is reached at it, <c>name</c> or <c>namespace/name</c>; empty: none. In an anycast prefix
    /// every node answers at it, and DNS names it instead of the nodes' own addresses.</summary>
    public string Site { get; init; } = "";

    /// <summary>For people.</summary>
    public string Description { get; init; } = "";
}
