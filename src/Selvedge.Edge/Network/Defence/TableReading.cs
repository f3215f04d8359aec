using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Reads what <c>nft -j</c> prints. Never throws.</summary>
internal static class TableReading
{
    /// <summary>Reads a table.</summary>
    /// <param name="json">Of <c>list table</c>.</param>
    /// <param name="wanted">The table that it should be: the declarations of sets are taken from there.</param>
    /// <returns>Null where it is not there or cannot be read.</returns>
    public static KernelTable? TryTable(string json, KernelTable wanted)
    {
        try
        {
            return Read(json, wanted);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads packets by counter.</summary>
    /// <param name="json">Of <c>list counters</c> or <c>reset counters</c>.</param>
    public static ImmutableDictionary<string, long> Counters(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("nftables").EnumerateArray()
                .Where(entry => entry.TryGetProperty("counter", out _))
                .Select(entry => entry.GetProperty("counter"))
                .ToImmutableDictionary(
                    counter => counter.GetProperty("name").GetString()!,
                    counter => counter.GetProperty("packets").GetInt64(),
                    StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return ImmutableDictionary<string, long>.Empty;
        }
    }

    private static KernelTable? Read(string json, KernelTable wanted)
    {
        using var document = JsonDocument.Parse(json);
        var counters = new List<string>();
        var sets = ImmutableSortedDictionary.CreateBuilder<string, KernelSet>(StringComparer.Ordinal);
        var chains = new Dictionary<string, List<KernelRule>>(StringComparer.Ordinal);
        var found = false;
        foreach (var entry in document.RootElement.GetProperty("nftables").EnumerateArray())
        {
            found |= entry.TryGetProperty("table", out _);
            if (entry.TryGetProperty("counter", out var counter))
            {
                counters.Add(Text(counter, "name"));
            }
            else if (entry.TryGetProperty("set", out var set))
            {
                var name = Text(set, "name");
                sets[name] = new KernelSet(wanted.Sets.GetValueOrDefault(name)?.Declaration ?? "", Elements(set));
            }
            else if (entry.TryGetProperty("chain", out var chain))
            {
                chains[Text(chain, "name")] = [];
            }
            else if (entry.TryGetProperty("rule", out var rule))
            {
                chains[Text(rule, "chain")].Add(new KernelRule(
                    rule.TryGetProperty("comment", out var mark) ? mark.GetString() ?? "" : "", ""));
            }
        }

        return !found ? null : wanted with
        {
            Counters = [.. counters.Order(StringComparer.Ordinal)],
            Sets = sets.ToImmutable(),
            Chains = [.. chains.Select(chain => new KernelChain(chain.Key, "", [.. chain.Value]))],
        };
    }

    private static ImmutableArray<string> Elements(JsonElement set) =>
        set.TryGetProperty("elem", out var elements)
            ? [.. elements.EnumerateArray().Select(Element)]
            : [];

    private static string Element(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString()!;
        }

        if (element.TryGetProperty("range", out var range))
        {
            return $"{range[0].GetString()}-{range[1].GetString()}";
        }

        if (element.TryGetProperty("prefix", out var prefix)
            && IPAddress.TryParse(Text(prefix, "addr"), out var address))
        {
            var length = prefix.GetProperty("len").GetInt32();
            var isIPv6 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
            var number = AddressSet.Number(address);
            return isIPv6
                ? AddressText.Of(AddressSpans.OfPrefix(number, length))
                : AddressText.Of(AddressSpans.OfPrefix((uint)number, length));
        }

        return element.ToString();
    }

    private static string Text(JsonElement of, string name) =>
        of.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()!
        : of.GetProperty(name).GetInt64().ToString(CultureInfo.InvariantCulture);
}
