using System.Collections.Immutable;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>The table of what is judged connection by connection: there only where somebody asked for it, since it
/// costs an entry in the kernel's table of connections for each. Pure.</summary>
internal static class ConnectionTable
{
    /// <summary>Its family and name.</summary>
    public const string Name = "selvedge-defence";

    /// <summary>The set that makes the proxy answer, and that empties by itself.</summary>
    public const string ProxyGuard = "until-proxy";

    /// <summary>The counter of connections that the proxy was asked for.</summary>
    public const string Proxied = "proxied";

    /// <summary>As of <see cref="DefenceTable"/>.</summary>
    private const int SourcesMax = 65_536;

    /// <summary>Before connections are tracked.</summary>
    private const int Raw = -300;

    /// <summary>The table; null where nothing needs it.</summary>
    public static KernelTable? Of(DefenceRules rules, IReadOnlyList<string> interfaces)
    {
        if (!rules.Proxy && rules.ConnectionsMax == 0)
        {
            return null;
        }

        var sets = ImmutableSortedDictionary.CreateBuilder<string, KernelSet>(StringComparer.Ordinal);
        List<string> raw = [$"iifname != {{ {Hooks.Quoted(interfaces)} }} accept"];
        List<string> input = [.. raw];
        AddressRules.Add(raw, sets, "allow", rules.Allow, "accept");
        AddressRules.Add(input, sets, "allow", rules.Allow, "accept");
        if (rules.Proxy)
        {
            sets[ProxyGuard] = new KernelSet("type ether_type; flags timeout;", []);
            raw.Add($"tcp flags & (fin | syn | rst | ack) == syn meta protocol @{ProxyGuard} "
                + $"counter name {Proxied} notrack");
            input.Add($"meta l4proto tcp ct state invalid,untracked meta protocol @{ProxyGuard} "
                + "synproxy mss 1460 wscale 7 timestamp sack-perm");
            input.Add($"meta l4proto tcp ct state invalid meta protocol @{ProxyGuard} drop");
        }

        if (rules.ConnectionsMax > 0)
        {
            foreach (var (family, source) in (ReadOnlySpan<(string, string)>)
                [("ip", "ip saddr"), ("ip6", "ip6 saddr & ffff:ffff:ffff:ffff::")])
            {
                var set = AddressRules.SetName("open", family);
                sets[set] = new KernelSet(FormattableString.Invariant(
                    $"type {AddressRules.Type(family)}; size {SourcesMax}; flags dynamic;"), []);
                input.Add(FormattableString.Invariant(
                    $"tcp flags & (fin | syn | rst | ack) == syn ct state new add @{set} ")
                    + FormattableString.Invariant($"{{ {source} ct count over {rules.ConnectionsMax} }} ")
                    + "counter name connections drop");
            }
        }

        return new KernelTable(
            "inet", Name, ["connections", Proxied], sets.ToImmutable(),
            [
                KernelChain.Of("raw", Hooks.Shared("prerouting", Raw), raw),
                KernelChain.Of("input", Hooks.Shared("input", 0), input),
            ]);
    }
}
