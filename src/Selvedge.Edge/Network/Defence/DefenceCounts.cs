using System.Collections.Immutable;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>What the kernel's counters came to. One owner.</summary>
internal sealed class DefenceCounts(TimeProvider time)
{
    private readonly Dictionary<string, long> _matched = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, long> _drops =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);
    private long _at = time.GetTimestamp();

    /// <summary>Packets dropped by cause.</summary>
    public ImmutableSortedDictionary<string, long> Drops => Volatile.Read(ref _drops);

    /// <summary>Adds what was counted since the last time.</summary>
    /// <param name="counted">Packets by counter.</param>
    /// <param name="book">Whose mitigations have counters among them.</param>
    /// <returns>What each mitigation matched, by id.</returns>
    public Dictionary<string, (double PerSecond, long Packets)> Add(
        IEnumerable<KeyValuePair<string, long>> counted, MitigationBook book)
    {
        var now = time.GetTimestamp();
        var seconds = Math.Max(0.001, time.GetElapsedTime(_at, now).TotalSeconds);
        _at = now;
        var sums = counted.GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal);
        var rates = new Dictionary<string, (double PerSecond, long Packets)>(StringComparer.Ordinal);
        foreach (var mitigation in book.Mitigations)
        {
            sums.Remove(MitigationText.Counter(mitigation.Id), out var packets);
            _matched[mitigation.Id] = _matched.GetValueOrDefault(mitigation.Id, mitigation.Packets) + packets;
            rates[mitigation.Id] = (packets / seconds, _matched[mitigation.Id]);
            if (mitigation.State == MitigationState.Active)
            {
                sums["mitigation"] = sums.GetValueOrDefault("mitigation") + packets;
            }
        }

        foreach (var gone in _matched.Keys.Except(rates.Keys, StringComparer.Ordinal).ToList())
        {
            _matched.Remove(gone);
        }

        Volatile.Write(ref _drops, _drops.SetItems(sums
            .Where(pair => pair.Key != ConnectionTable.Proxied && !pair.Key.StartsWith("of-", StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key, _drops.GetValueOrDefault(pair.Key) + pair.Value))));
        return rates;
    }
}
