using System.Collections.Immutable;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Writes a set of sources and the rule about them, once a family. Pure.</summary>
internal static class AddressRules
{
    /// <summary>Adds both; nothing of a family that has no addresses.</summary>
    public static void Add(
        List<string> rules,
        ImmutableSortedDictionary<string, KernelSet>.Builder sets,
        string name,
        AddressSet addresses,
        string verdict)
    {
        Declare(sets, name, addresses);
        foreach (var family in Families(addresses))
        {
            rules.Add($"{family} saddr @{SetName(name, family)} {verdict}");
        }
    }

    /// <summary>Adds the sets alone.</summary>
    public static void Declare(
        ImmutableSortedDictionary<string, KernelSet>.Builder sets, string name, AddressSet addresses)
    {
        foreach (var family in Families(addresses))
        {
            sets[SetName(name, family)] = new KernelSet(
                $"type {Type(family)}; flags interval;",
                family == "ip"
                    ? [.. addresses.V4.Select(AddressText.Of)]
                    : [.. addresses.V6.Select(AddressText.Of)]);
        }
    }

    /// <summary>The families that have addresses.</summary>
    public static IEnumerable<string> Families(AddressSet addresses) =>
        ((string[])["ip", "ip6"]).Where(family => !(family == "ip" ? addresses.V4.IsEmpty : addresses.V6.IsEmpty));

    /// <summary>The name of a family's set.</summary>
    public static string SetName(string name, string family) => family == "ip" ? $"{name}4" : $"{name}6";

    /// <summary>The type of a family's addresses.</summary>
    public static string Type(string family) => family == "ip" ? "ipv4_addr" : "ipv6_addr";
}
