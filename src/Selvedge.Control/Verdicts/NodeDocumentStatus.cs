using System.Collections.Immutable;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Verdicts;

/// <summary>The status of a Node document.</summary>
/// <param name="SnapshotEpoch">The snapshot epoch in force there.</param>
/// <param name="WantedEpoch">The one published to its location.</param>
/// <param name="VerdictEpoch">The verdict table that it steers by.</param>
/// <param name="PurgeSequence">Every purge up to this one is applied.</param>
/// <param name="Version">Of the software.</param>
/// <param name="Instance">Changes with each start of the process.</param>
/// <param name="Refusals">Sections that it refused (NACK), with reasons; their last good content is in force.</param>
/// <param name="LastSeen">Since when it speaks; once it is silent, when it last spoke, to about two seconds.</param>
/// <param name="Conditions"><c>Ready</c>: it speaks, and runs what it must. <c>StateKept</c>: its disk holds what it
/// serves from.</param>
internal sealed record NodeDocumentStatus(
    long SnapshotEpoch,
    long WantedEpoch,
    long VerdictEpoch,
    long PurgeSequence,
    string Version,
    string Instance,
    ImmutableArray<SectionRefusal> Refusals,
    DateTimeOffset? LastSeen,
    ImmutableArray<Condition> Conditions)
{
    /// <summary>The reason of a node that is not heard.</summary>
    public const string Silent = "Silent";

    /// <summary>Counters that alone have moved are written so seldom: each write is a revision of the store.</summary>
    private static readonly TimeSpan CountersInterval = TimeSpan.FromSeconds(10);

    private const string ReadyType = "Ready";
    private const string StateKeptType = "StateKept";

    /// <summary>What the machine has, as Kubernetes writes it; null: the node runs no pods.</summary>
    public ImmutableSortedDictionary<string, string>? Capacity { get; init; }

    /// <summary>What pods may ask for of it.</summary>
    public ImmutableSortedDictionary<string, string>? Allocatable { get; init; }

    /// <summary>What it does at layers 3 and 4; null: nothing. Its counters are as of <see
    /// cref="NetworkAt"/>.</summary>
    public NetworkReport? Network { get; init; }

    /// <summary>When <see cref="Network"/> was written.</summary>
    public DateTimeOffset? NetworkAt { get; init; }

    /// <summary>The condition that tells of a disk that refuses; null where the disk holds all.</summary>
    public Condition? Unkept => Conditions.FirstOrDefault(
        condition => condition is { Type: StateKeptType, Status: "False" });

    /// <summary>The status of a node at one moment. Pure.</summary>
    /// <param name="known">The newest that it said; null: it never spoke to this process.</param>
    /// <param name="speaks">Whether it said so lately.</param>
    /// <param name="wanted">The epoch published to its location.</param>
    /// <param name="before">The status as it was, whose times are kept where nothing changed.</param>
    /// <param name="now">The moment.</param>
    public static NodeDocumentStatus Of(
        NodeStatus? known, bool speaks, long wanted, NodeDocumentStatus? before, DateTimeOffset now)
    {
        var kept = known is { Unkept: { } reason }
            ? new Condition(
                StateKeptType, "False", "DiskRefuses", $"A restart would begin with older state: {reason}", now)
            : new Condition(StateKeptType, "True", "Written", "The disk holds what it serves from.", now);
        var (network, networkAt) = NetworkOf(known, before, now);
        return new NodeDocumentStatus(
            known?.SnapshotEpoch ?? before?.SnapshotEpoch ?? 0,
            wanted,
            known?.VerdictEpoch ?? before?.VerdictEpoch ?? 0,
            known?.PurgeSequence ?? before?.PurgeSequence ?? 0,
            known?.Version ?? before?.Version ?? "",
            known?.Instance ?? before?.Instance ?? "",
            known?.Refusals ?? before?.Refusals ?? [],
            Seen(before, speaks, known is not null, now),
            [
                Since(Ready(speaks ? known : null, wanted, now), before),
                Since(known is null && before?.Unkept is { } unkept ? unkept : kept, before),
            ])
        {
            Capacity = known is null ? before?.Capacity : Written(All(known)),
            Allocatable = known is null ? before?.Allocatable : Written(known.Capacity),
            Network = network,
            NetworkAt = networkAt,
        };
    }

    private static (NetworkReport? Network, DateTimeOffset? At) NetworkOf(
        NodeStatus? known, NodeDocumentStatus? before, DateTimeOffset now) => known switch
        {
            null => (before?.Network, before?.NetworkAt),
            { Network: null } => (null, null),
            { Network: var said } when said.IsAs(before?.Network) => (before!.Network, before.NetworkAt),
            { Network: var said } when said.SaysTheSameAs(before?.Network)
                && now - before!.NetworkAt < CountersInterval => (before.Network, before.NetworkAt),
            { Network: var said } => (said, now),
        };

    private static NodeCapacity? All(NodeStatus known) => known.Capacity is not { } left
        ? null
        : new NodeCapacity(
            left.CpuMillis + (known.Reserved?.CpuMillis ?? 0), left.MemoryBytes + (known.Reserved?.MemoryBytes ?? 0));

    private static ImmutableSortedDictionary<string, string>? Written(NodeCapacity? capacity) => capacity is null
        ? null
        : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("cpu", Quantity.Processors(capacity.CpuMillis))
            .Add("memory", Quantity.Memory(capacity.MemoryBytes));

    private static Condition Ready(NodeStatus? live, long wanted, DateTimeOffset now)
    {
        var (status, reason, message) = live switch
        {
            null => ("False", Silent, "The node does not report."),
            { Refusals.IsEmpty: false } => (
                "False", "SectionRefused",
                string.Join("; ", live.Refusals.Select(refusal => $"{refusal.Key}: {refusal.Reason}"))),
            _ when live.SnapshotEpoch < wanted =>
                ("False", "EpochBehind", $"It runs {live.SnapshotEpoch}, not {wanted}."),
            _ => ("True", "Current", "It runs what it must."),
        };
        return new Condition(ReadyType, status, reason, message, now);
    }

    private static Condition Since(Condition condition, NodeDocumentStatus? before) =>
        before?.Conditions.FirstOrDefault(earlier => earlier.Type == condition.Type) is { } earlier
            && earlier.Status == condition.Status
                ? condition with { LastTransitionTime = earlier.LastTransitionTime }
                : condition;

    // A moment that moved with every status would be a write for each node, for ever, where nothing happens.
    private static DateTimeOffset? Seen(
        NodeDocumentStatus? before, bool speaks, bool everSpoke, DateTimeOffset now)
    {
        var spoke = before?.Conditions.FirstOrDefault(condition => condition.Type == ReadyType)
            is { Reason: not Silent };
        return speaks == spoke || !everSpoke ? before?.LastSeen : now;
    }
}
