using System.Collections.Immutable;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>The table of blocked sources. Pure.</summary>
/// <remarks>A table of its own, because nft reads a table whole before it changes one element of it; and in many sets,
/// because the kernel lists a set of intervals in a time that grows with its square: one set of 500,000 takes 18 s to
/// change, 224 sets take 0.8 s.</remarks>
internal static class BlockTable
{
    /// <summary>Its family and name.</summary>
    public const string Name = "selvedge-block";

    /// <summary>The counter of what it drops.</summary>
    public const string Counter = "blocked";

    /// <summary>Up to here one set is as good: it changes in a hundredth of a second.</summary>
    private const int SpansOfOneSet = 8192;

    /// <summary>Before the rules of <see cref="DefenceTable"/>.</summary>
    private const int Priority = -501;

    private const int ShiftV4 = 24;
    private const int ShiftV6 = 112;

    /// <summary>The table; null where nothing is blocked.</summary>
    public static KernelTable? Of(DefenceRules rules, IReadOnlyList<string> interfaces)
    {
        if (rules.Block.IsEmpty)
        {
            return null;
        }

        var sets = ImmutableSortedDictionary.CreateBuilder<string, KernelSet>(StringComparer.Ordinal);
        var chains = new List<KernelChain>();
        var jumps = new List<string>();
        var wide = rules.Block;
        if (rules.Block.Count > SpansOfOneSet)
        {
            var (v4, wide4) = Shards(rules.Block.V4, span => (ulong)(span.First >> ShiftV4),
                span => (ulong)(span.Last >> ShiftV4));
            var (v6, wide6) = Shards(rules.Block.V6, span => (ulong)(span.First >> ShiftV6),
                span => (ulong)(span.Last >> ShiftV6));
            wide = new AddressSet(wide4, wide6);
            jumps.AddRange(Jump("ip", "255.0.0.0", "", v4, key => FormattableString.Invariant($"{key}.0.0.0"),
                spans => [.. spans.Select(AddressText.Of)], sets, chains));
            jumps.AddRange(Jump("ip6", "ffff::", "v6-", v6, key => $"{key:x}::",
                spans => [.. spans.Select(AddressText.Of)], sets, chains));
        }

        var rulesFirst = new List<string>();
        AddressRules.Add(rulesFirst, sets, "allow", rules.Allow, "accept");
        AddressRules.Add(rulesFirst, sets, "block", wide, $"counter name {Counter} drop");
        chains.Add(KernelChain.Of("ingress", Hooks.Ingress(interfaces, Priority), [.. rulesFirst, .. jumps]));
        return new KernelTable("netdev", Name, [Counter], sets.ToImmutable(), [.. chains]);
    }

    // One set for each leading byte or two; what reaches over more than one stays whole.
    private static (SortedDictionary<ulong, List<AddressSpan<T>>> Shards, ImmutableArray<AddressSpan<T>> Wide)
        Shards<T>(
            ImmutableArray<AddressSpan<T>> spans,
            Func<AddressSpan<T>, ulong> first,
            Func<AddressSpan<T>, ulong> last)
        where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IUnsignedNumber<T>,
        System.Numerics.IMinMaxValue<T>
    {
        var shards = new SortedDictionary<ulong, List<AddressSpan<T>>>();
        var wide = ImmutableArray.CreateBuilder<AddressSpan<T>>();
        foreach (var span in spans)
        {
            if (first(span) != last(span))
            {
                wide.Add(span);
            }
            else if (shards.TryGetValue(first(span), out var shard))
            {
                shard.Add(span);
            }
            else
            {
                shards[first(span)] = [span];
            }
        }

        return (shards, wide.ToImmutable());
    }

    private static IEnumerable<string> Jump<T>(
        string family,
        string mask,
        string prefix,
        SortedDictionary<ulong, List<AddressSpan<T>>> shards,
        Func<ulong, string> key,
        Func<List<AddressSpan<T>>, ImmutableArray<string>> elements,
        ImmutableSortedDictionary<string, KernelSet>.Builder sets,
        List<KernelChain> chains)
        where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IUnsignedNumber<T>,
        System.Numerics.IMinMaxValue<T>
    {
        foreach (var (number, spans) in shards)
        {
            var name = FormattableString.Invariant($"{prefix}{number:x}");
            sets[$"block-{name}"] = new KernelSet(
                $"type {AddressRules.Type(family)}; flags interval;", elements(spans));
            chains.Add(KernelChain.Of(
                $"in-{name}", "", [$"{family} saddr @block-{name} counter name {Counter} drop"]));
        }

        if (shards.Count > 0)
        {
            yield return $"{family} saddr & {mask} vmap {{ " + string.Join(", ", shards.Keys.Select(number =>
                FormattableString.Invariant($"{key(number)} : jump in-{prefix}{number:x}"))) + " }";
        }
    }
}
