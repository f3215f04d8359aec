using System.Collections.Immutable;

namespace Selvedge.Core.Workloads;

/// <summary>A request of a <see cref="Probe"/>.</summary>
public sealed record HttpGetAction
{
    /// <summary>The default is <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>A container's port by number or name.</summary>
    public PortReference Port { get; init; }

    /// <summary><c>HTTP</c> (the default) or <c>HTTPS</c>, whose certificate is not looked at.</summary>
    public string Scheme { get; init; } = "HTTP";

    /// <summary>Further fields.</summary>
    public ImmutableArray<HttpHeader> HttpHeaders { get; init; } = [];
}
