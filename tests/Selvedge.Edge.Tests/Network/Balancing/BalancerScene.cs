using System.Collections.Immutable;
using Selvedge.Core.Network.Balancing;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Balancing;

namespace Selvedge.Edge.Tests.Network.Balancing;

/// <summary>A service of two backends.</summary>
internal static class BalancerScene
{
    public static VirtualEntry Service { get; } = new(
        "web",
        "198.51.100.10",
        [new VirtualPort("tcp", 80), new VirtualPort("tcp", 443), new VirtualPort("udp", 443)],
        [new VirtualBackend("b1", "10.3.0.11", 1), new VirtualBackend("b2", "10.3.0.12", 1)],
        ["lb1"],
        Forwarding.Direct,
        []);

    public static ServicePlan Plan(bool second = true, string hardware = "02:00:00:00:01:02") => new(
        Service,
        "lan",
        "02:00:00:00:01:aa",
        new[] { ("b1", "02:00:00:00:01:01"), ("b2", hardware) }
            .ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
        SlotTable.Fill([new BackendTerms("b1", 1, true), new BackendTerms("b2", 1, second)]));
}
