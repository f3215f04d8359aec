using System.Collections.Immutable;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>The table of everything that is judged packet by packet. Pure.</summary>
internal static class DefenceTable
{
    /// <summary>Its family and name.</summary>
    public const string Name = "selvedge-defence";

    /// <summary>Before the connection table, routing and everything else of the kernel.</summary>
    private const int Priority = -500;

    /// <summary>Sources that a meter follows at once. One whose source finds no room is let pass: a flood of forged
    /// sources is for SYN cookies, and a full meter must not drop users.</summary>
    private const int MeteredMax = 65_536;

    /// <summary>How long a meter remembers a source that sends nothing more.</summary>
    private const string MeterMemory = "10s";

    private static readonly string[] CountersAlways =
        ["amplification", "bad-flags", "bogon", "fragment", "syn-rate", "udp-rate"];

    /// <summary>The table.</summary>
    public static KernelTable Of(DefenceRules rules, IReadOnlyList<string> interfaces)
    {
        var sets = ImmutableSortedDictionary.CreateBuilder<string, KernelSet>(StringComparer.Ordinal);
        var chain = new List<string>();
        AddressRules.Add(chain, sets, "allow", rules.Allow, "accept");
        var mitigations = rules.Mitigations.SelectMany(mitigation => MitigationText.Of(mitigation)).ToList();
        if (mitigations.Count > 0)
        {
            // Before the rest: what they drop comes in the largest numbers.
            chain.Add($"jump {MitigationText.Chain}");
        }

        AddressRules.Add(chain, sets, "bogon", rules.Bogons, Drop("bogon"));
        Judge(chain, sets, rules);

        foreach (var mitigation in rules.Mitigations)
        {
            sets[MitigationText.Guard(mitigation.Id)] = new KernelSet("type ether_type; flags timeout;", []);
        }

        Meter(chain, sets, "syn", rules.SynsPerSecond, "tcp flags & (fin | syn | rst | ack) == syn");
        Meter(chain, sets, "udp", rules.UdpPerSecond, "meta l4proto udp");
        return new KernelTable(
            "netdev",
            Name,
            [
                .. CountersAlways.Concat(rules.Mitigations.Select(mitigation => MitigationText.Counter(mitigation.Id)))
                    .Order(StringComparer.Ordinal),
            ],
            sets.ToImmutable(),
            [
                KernelChain.Of(MitigationText.Chain, "", mitigations),
                KernelChain.Of("ingress", Hooks.Ingress(interfaces, Priority), chain),
            ]);
    }

    private static void Judge(
        List<string> chain, ImmutableSortedDictionary<string, KernelSet>.Builder sets, DefenceRules rules)
    {
        if (rules.Fragments)
        {
            chain.Add($"ip frag-off & 0x1fff != 0 {Drop("fragment")}");
            chain.Add($"frag frag-off != 0 {Drop("fragment")}");
        }

        if (rules.InvalidFlags)
        {
            chain.Add(FormattableString.Invariant($"tcp flags & {TcpFlagBits.Judged:#} != ")
                + $"{{ {string.Join(", ", TcpFlagBits.Possible)} }} {Drop("bad-flags")}");
        }

        if (rules.Amplification)
        {
            AddressRules.Declare(sets, "resolver", rules.Resolvers);
            var answers = FormattableString.Invariant(
                $"udp sport {{ {string.Join(", ", AmplificationPorts.All)} }} ")
                + FormattableString.Invariant($"udp length > {AmplificationPorts.LengthPasses} ")
                + Drop("amplification");
            foreach (var (family, protocol) in (ReadOnlySpan<(string, string)>)[("ip", "ip"), ("ip6", "ip6")])
            {
                var resolvers = AddressRules.Families(rules.Resolvers).Contains(family, StringComparer.Ordinal)
                    ? $"{family} saddr != @{AddressRules.SetName("resolver", family)} " : $"meta protocol {protocol} ";
                chain.Add(resolvers + answers);
            }
        }
    }

    // IPv6 by /64: that is one customer, who may use any of its addresses.
    private static void Meter(
        List<string> chain,
        ImmutableSortedDictionary<string, KernelSet>.Builder sets,
        string name,
        int perSecond,
        string packets)
    {
        if (perSecond == 0)
        {
            return;
        }

        foreach (var (family, source) in (ReadOnlySpan<(string, string)>)
            [("ip", "ip saddr"), ("ip6", "ip6 saddr & ffff:ffff:ffff:ffff::")])
        {
            var set = AddressRules.SetName($"{name}-meter", family);
            sets[set] = new KernelSet(FormattableString.Invariant(
                $"type {AddressRules.Type(family)}; size {MeteredMax}; flags dynamic,timeout; timeout {MeterMemory};"),
                []);
            chain.Add(FormattableString.Invariant(
                $"{packets} update @{set} {{ {source} limit rate over {perSecond}/second burst {perSecond} packets }} ")
                + Drop($"{name}-rate"));
        }
    }

    private static string Drop(string counter) => $"counter name {counter} drop";
}
