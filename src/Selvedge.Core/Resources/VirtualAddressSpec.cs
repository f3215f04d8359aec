using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of a <see cref="VirtualAddress"/>.</summary>
public sealed record VirtualAddressSpec
{
    /// <summary>The name of the Location whose nodes these are.</summary>
    public string Location { get; init; } = "";

    /// <summary>IPv4.</summary>
    public string Address { get; init; } = "";

    /// <summary>What is spread: 1 to 64 ports.</summary>
    public ImmutableArray<VirtualPort> Ports { get; init; } = [];

    /// <summary>The Nodes that spread: routers send the address to them.</summary>
    public ImmutableArray<string> Balancers { get; init; } = [];

    /// <summary>The Nodes that serve; others than the balancers.</summary>
    public ImmutableArray<VirtualAddressBackend> Backends { get; init; } = [];

    /// <summary>How packets reach a backend. The default is Direct.</summary>
    public Forwarding Forwarding { get; init; } = Forwarding.Direct;

    /// <summary>Sites, <c>name</c> or <c>namespace/name</c>: a backend takes new flows while every one of these may be
    /// served by it. None: while its weight is not 0.</summary>
    public ImmutableArray<string> Sites { get; init; } = [];

    /// <summary>How long a silent flow keeps its backend; 0 to 1d, 0: flows move with the table. The default is 5m.
    /// </summary>
    public TimeSpan Sticky { get; init; } = TimeSpan.FromMinutes(5);
}
