using System.Text;

namespace Selvedge.Bench.Network;

/// <summary>The configuration of a provider's router: it takes a customer's prefix, avoids what asks to be avoided
/// (RFC 8326), drops what asks to be dropped (RFC 7999), and sends a default route.</summary>
internal static class UpstreamText
{
    /// <summary>Writes it for places <c>10.0.N.2</c> and <c>fd00:N::2</c>.</summary>
    public static string Write(int places)
    {
        var text = new StringBuilder("""
            hostname inet
            ip prefix-list customer permit 192.0.2.0/24
            ip prefix-list customer-hosts permit 192.0.2.0/24 ge 32
            bgp community-list standard avoid permit graceful-shutdown
            bgp community-list standard drop permit blackhole
            bgp community-list standard prefer permit 64500:200
            ip route 10.255.255.255/32 blackhole
            route-map customer4 permit 10
             match community drop
             match ip address prefix-list customer-hosts
             set ip next-hop 10.255.255.255
            route-map customer4 permit 20
             match community avoid
             match ip address prefix-list customer
             set local-preference 0
            route-map customer4 permit 30
             match community prefer
             match ip address prefix-list customer
             set local-preference 200
            route-map customer4 permit 40
             match ip address prefix-list customer
            route-map customer6 permit 10
             match community avoid
             set local-preference 0
            route-map customer6 permit 20
            bfd
             profile quick
              receive-interval 100
              transmit-interval 100
              detect-multiplier 3
            router bgp 64500
             bgp router-id 10.0.0.1
             bgp always-compare-med
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast

            """);
        ForEach(places, neighbour => text
            .Append($" neighbor {neighbour} remote-as 64512\n")
            .Append($" neighbor {neighbour} timers 3 9\n")
            .Append($" neighbor {neighbour} timers connect 1\n")
            .Append($" neighbor {neighbour} advertisement-interval 0\n")
            .Append($" neighbor {neighbour} bfd profile quick\n"));
        // What is dropped has a next hop that is on no wire.
        ForEach(places, neighbour => text.Append($" neighbor {neighbour} disable-connected-check\n"), six: false);
        text.Append(" address-family ipv4 unicast\n  maximum-paths 1\n");
        ForEach(places, neighbour => Activate(text, neighbour, "customer4"), six: false);
        text.Append(" address-family ipv6 unicast\n  maximum-paths 1\n");
        ForEach(places, neighbour => Activate(text, neighbour, "customer6"), six: true);
        text.Append(" address-family ipv4 flowspec\n");
        ForEach(places, neighbour => text.Append($"  neighbor {neighbour} activate\n"), six: false);
        return text.Append(" exit-address-family\n").ToString();
    }

    private static void Activate(StringBuilder text, string neighbour, string map) => text
        .Append($"  neighbor {neighbour} activate\n")
        .Append($"  neighbor {neighbour} route-map {map} in\n")
        .Append($"  neighbor {neighbour} default-originate\n");

    private static void ForEach(int places, Action<string> write, bool? six = null)
    {
        for (var place = 1; place <= places; place++)
        {
            if (six != true)
            {
                write($"10.0.{place}.2");
            }

            if (six != false)
            {
                write($"fd00:{place}::2");
            }
        }
    }
}
