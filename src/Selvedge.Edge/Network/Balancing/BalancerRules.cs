using System.Globalization;
using System.Net;
using Selvedge.Core.Network.Balancing;
using Selvedge.Core.Snapshots;
using Selvedge.Wire.Nft;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>The rules of virtual addresses. What changes with verdicts is in maps; rules change with documents only,
/// and are replaced in a transaction, which no packet sees half of.</summary>
internal static class BalancerRules
{
    /// <summary>The tables' name, one in the family netdev and one in ip.</summary>
    public const string Table = "selvedge-balancer";

    // Before a node's own defence would have to track what passes by it.
    private const int IngressPriority = -300;

    // Any number, but the same for all balancers: flows have to hash to the same slot.
    private const string Seed = "0x5e1ed6e";

    private const string Flow = "ip saddr . ip protocol . th sport . th dport";

    /// <summary>The map of slots.</summary>
    public static string SlotsOf(string service) => "slots-" + service;

    /// <summary>The map of backends.</summary>
    public static string BackendsOf(string service) => "backends-" + service;

    /// <summary>The map of flows.</summary>
    public static string FlowsOf(string service) => "flows-" + service;

    /// <summary>Everything that is there before the first service.</summary>
    public static void Begin(NftScript script, bool translates, IEnumerable<string> interfaces)
    {
        script.AddTable().AddChain("dispatch");
        if (translates)
        {
            script.AddChain("prerouting", "type nat hook prerouting priority -100; policy accept;")
                .AddRule("prerouting", "jump dispatch")
                .AddChain("postrouting", "type nat hook postrouting priority 100; policy accept;");
            return;
        }

        foreach (var name in interfaces)
        {
            script
                .AddChain(
                    "in-" + name,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"type filter hook ingress device \"{name}\" priority {IngressPriority}; policy accept;"))
                .AddRule("in-" + name, "jump dispatch");
        }
    }

    /// <summary>The maps and chains of one service; both are kept where they are there, the chains' rules anew.
    /// </summary>
    public static void Add(NftScript script, ServicePlan plan)
    {
        var name = plan.Service.Name;
        var translates = plan.Service.Forwarding == Forwarding.Translate;
        script
            .AddMap(SlotsOf(name), $"type mark : mark; size {SlotTable.Slots};")
            .AddMap(
                BackendsOf(name),
                $"type mark : {(translates ? "ipv4_addr" : "ether_addr")}; size {Limits.NumbersMax}; counter;")
            .AddChain("pick-" + name)
            .AddRule(
                "pick-" + name,
                $"meta mark set jhash ip saddr . th sport mod {SlotTable.Slots} seed {Seed}")
            .AddRule("pick-" + name, $"meta mark set meta mark map @{SlotsOf(name)}")
            .AddChain("to-" + name);
        if (translates)
        {
            Translate(script, plan.Service);
        }
        else
        {
            Forward(script, plan);
        }

        foreach (var ports in plan.Service.Ports.GroupBy(port => port.Protocol, StringComparer.Ordinal))
        {
            script.AddRule(
                "dispatch",
                $"ip daddr {Address(plan.Service)} {(ports.Key == "udp" ? "udp" : "tcp")} dport "
                    + $"{{ {string.Join(", ", ports.Select(port => Text(port.Port)))} }} goto to-{name}");
        }
    }

    /// <summary>Removes what a service had; its rules in shared chains are gone already.</summary>
    public static void Remove(NftScript script, string name, bool translates)
    {
        script.DeleteChain("to-" + name).DeleteChain("pick-" + name)
            .DeleteMap(SlotsOf(name)).DeleteMap(BackendsOf(name));
        if (!translates)
        {
            script.DeleteMap(FlowsOf(name));
        }
    }

    private static void Forward(NftScript script, ServicePlan plan)
    {
        var name = plan.Service.Name;
        var chain = "to-" + name;
        var sticks = plan.Service.Sticky > TimeSpan.Zero;
        script
            .AddMap(
                FlowsOf(name),
                "type ipv4_addr . inet_proto . inet_service . inet_service : mark; "
                    + $"size {Limits.FlowsMax}; flags dynamic,timeout; timeout 1h;")
            .AddRule(chain, "meta mark set 0");
        if (sticks)
        {
            // A port that a client uses once more is another flow, which may go elsewhere.
            script
                .AddRule(chain, $"tcp flags & (syn|ack) == syn delete @{FlowsOf(name)} {{ {Flow} : meta mark }}")
                .AddRule(chain, $"meta mark set {Flow} map @{FlowsOf(name)}");
        }

        script.AddRule(chain, $"meta mark 0 jump pick-{name}");
        if (sticks)
        {
            var kept = Text((int)plan.Service.Sticky.TotalSeconds);
            script.AddRule(chain, $"update @{FlowsOf(name)} {{ {Flow} timeout {kept}s : meta mark }}");
        }

        var send = $"ether saddr set {plan.LinkAddress} ether daddr set meta mark map @{BackendsOf(name)} "
            + $"fwd to \"{plan.Link}\"";
        script.AddRule(chain, send);
        if (sticks)
        {
            // Its backend has left the document: the flow is broken anyway, and its next packets go to another one.
            script.AddRule(chain, $"delete @{FlowsOf(name)} {{ {Flow} : meta mark }}")
                .AddRule(chain, $"jump pick-{name}")
                .AddRule(chain, send);
        }

        script.AddRule(chain, "counter drop");
    }

    private static void Translate(NftScript script, VirtualEntry service) =>
        script
            .AddRule("to-" + service.Name, $"jump pick-{service.Name}")
            .AddRule("to-" + service.Name, $"dnat to meta mark map @{BackendsOf(service.Name)}")
            .AddRule("postrouting", $"ct status dnat ct original ip daddr {Address(service)} masquerade");

    private static string Address(VirtualEntry service) => NftText.Address(IPAddress.Parse(service.Address));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
