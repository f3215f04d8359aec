using Selvedge.Core.Resources;

namespace Selvedge.Core.Nodes;

/// <summary>What a node does at layers 3 and 4, for its status. A part that is null has nothing to do there.</summary>
public sealed record NetworkReport
{
    /// <summary>What it says to its BGP neighbours.</summary>
    public RoutingReport? Routing { get; init; }

    /// <summary>What it balances.</summary>
    public BalancerReport? Balancer { get; init; }

    /// <summary>How it defends itself.</summary>
    public DefenceReport? Defence { get; init; }

    /// <summary>Whether both say the same.</summary>
    public bool IsAs(NetworkReport? other) =>
        other is not null && CoreJson.Write(this).AsSpan().SequenceEqual(CoreJson.Write(other));

    /// <summary>Whether both say the same, counters aside.</summary>
    public bool SaysTheSameAs(NetworkReport? other) => other is not null && Still().IsAs(other.Still());

    private NetworkReport Still() => this with
    {
        Balancer = Balancer is null ? null : Balancer with
        {
            Backends = [.. Balancer.Backends.Select(backend => backend with { Packets = 0, Bytes = 0 })],
        },
        Defence = Defence is null ? null : Defence with
        {
            Drops = Defence.Drops.Clear(),
            Mitigations = [.. Defence.Mitigations.Select(known => known with { Packets = 0, ExpiresAt = known.Since })],
        },
    };
}
