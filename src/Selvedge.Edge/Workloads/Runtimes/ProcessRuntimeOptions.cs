using System.Collections.Immutable;
using System.Net;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Where the process runtime keeps and finds things.</summary>
public sealed record ProcessRuntimeOptions
{
    /// <summary>Its own folder; made where it is missing. The folder <c>images</c> in it is the first place where
    /// images are looked for.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Further folders with images.</summary>
    public ImmutableArray<string> ImageDirectories { get; init; } = [];

    /// <summary>Loopback addresses for pods, different on each node of the machine. The default is
    /// <c>127.100.0.0/24</c>.</summary>
    public IPNetwork Addresses { get; init; } = new(IPAddress.Parse("127.100.0.0"), 24);
}
