using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>Every mitigation of a node and how far it is. Immutable; knows no clock.</summary>
/// <param name="Mitigations">Sorted by id.</param>
/// <param name="Number">Of the latest that was seen.</param>
public sealed record MitigationBook(ImmutableArray<MitigationEntry> Mitigations, int Number)
{
    /// <summary>By the node's own eyes at once: each costs every packet a comparison, and an attack with more shapes
    /// is for the meters and the provider.</summary>
    public const int DetectedMax = 32;

    /// <summary>The part of the threshold that a rule has to match each second to be kept: an attack that sank under it
    /// harms nobody.</summary>
    private const double Renews = 0.1;

    /// <summary>None.</summary>
    public static MitigationBook Empty { get; } = new([], 0);

    /// <summary>Takes in what was seen.</summary>
    /// <param name="attacks">New ones.</param>
    /// <param name="thresholds">How long rules last, and whether they are put in force.</param>
    /// <param name="now">The time.</param>
    public MitigationBook See(IEnumerable<Attack> attacks, DetectionThresholds thresholds, DateTimeOffset now)
    {
        var book = this;
        foreach (var attack in attacks)
        {
            if (attack.Filter is { } filter && FlowFilters.HasFeature(filter)
                && book.Mitigations.Count(mitigation => !mitigation.Ordered) < DetectedMax
                && !book.Mitigations.Any(mitigation => Same(mitigation.Filter, filter)))
            {
                var number = book.Number + 1;
                var id = FormattableString.Invariant($"seen-{number}");
                book = new MitigationBook(
                    [.. book.Mitigations.Add(new MitigationEntry(
                        id, filter with { Name = id }, attack.Cause,
                        thresholds.Mitigate ? MitigationState.Active : MitigationState.WouldApply,
                        now, now + thresholds.Expiry, false, 0)).OrderBy(one => one.Id, StringComparer.Ordinal)],
                    number);
            }
        }

        return book;
    }

    /// <summary>Moves each on: renewed while it matches, then on probation, then gone.</summary>
    /// <param name="matched">Packets a second that each matched lately, by id, and how many in all.</param>
    /// <param name="thresholds">How long rules last.</param>
    /// <param name="now">The time.</param>
    public MitigationBook Age(
        IReadOnlyDictionary<string, (double PerSecond, long Packets)> matched,
        DetectionThresholds thresholds,
        DateTimeOffset now) =>
        this with
        {
            Mitigations =
            [
                .. Mitigations
                    .Select(mitigation => Next(
                        mitigation, matched.GetValueOrDefault(mitigation.Id), thresholds, now))
                    .OfType<MitigationEntry>(),
            ],
        };

    /// <summary>Has exactly the ordered ones of a section, beside those that were seen.</summary>
    public MitigationBook Order(ImmutableArray<OrderedMitigation> ordered, DateTimeOffset now)
    {
        var before = Mitigations.Where(mitigation => mitigation.Ordered)
            .ToDictionary(mitigation => mitigation.Id, StringComparer.Ordinal);
        var wanted = ordered.Where(order => order.ExpiresAt > now)
            .Select(order => before.TryGetValue(IdOf(order), out var known)
                ? known with { Filter = order.Filter, Cause = order.Reason, ExpiresAt = order.ExpiresAt }
                : new MitigationEntry(
                    IdOf(order), order.Filter, order.Reason, MitigationState.Active, now, order.ExpiresAt, true, 0))
            .DistinctBy(mitigation => mitigation.Id, StringComparer.Ordinal);
        return this with
        {
            Mitigations =
            [
                .. Mitigations.Where(mitigation => !mitigation.Ordered).Concat(wanted)
                    .OrderBy(mitigation => mitigation.Id, StringComparer.Ordinal),
            ],
        };
    }

    private static string IdOf(OrderedMitigation order) => $"ordered-{order.Filter.Name}";

    private static MitigationEntry? Next(
        MitigationEntry mitigation,
        (double PerSecond, long Packets) matched,
        DetectionThresholds thresholds,
        DateTimeOffset now)
    {
        var counted = mitigation with { Packets = Math.Max(mitigation.Packets, matched.Packets) };
        if (mitigation.Ordered)
        {
            return now < mitigation.ExpiresAt ? counted : null;
        }

        var goesOn = matched.PerSecond >= Math.Max(1, thresholds.PacketsPerSecond * Renews);
        var last = thresholds.Mitigate ? MitigationState.Active : MitigationState.WouldApply;
        return goesOn ? counted with { State = last, ExpiresAt = now + thresholds.Expiry }
            : now < mitigation.ExpiresAt ? counted
            : mitigation.State == MitigationState.Active
                ? counted with { State = MitigationState.Probation, ExpiresAt = now + thresholds.Probation }
                : null;
    }

    private static bool Same(FlowFilter one, FlowFilter other) =>
        Rest(one) == Rest(other)
        && one.Ports.AsSpan().SequenceEqual(other.Ports.AsSpan())
        && one.SourcePorts.AsSpan().SequenceEqual(other.SourcePorts.AsSpan());

    private static FlowFilter Rest(FlowFilter filter) => filter with { Name = "", Ports = [], SourcePorts = [] };
}
