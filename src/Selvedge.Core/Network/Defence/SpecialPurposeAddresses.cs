namespace Selvedge.Core.Network.Defence;

/// <summary>Addresses that no packet from the Internet comes from: the IANA special-purpose registries (RFC 6890) and
/// multicast.</summary>
public static class SpecialPurposeAddresses
{
    /// <summary>All of them, but for what an interface needs: IPv6 link-local and unspecified, from which neighbours
    /// are found (RFC 4861), and 169.254.169.254, where clouds tell a machine about itself.</summary>
    public static AddressSet Sources { get; } = AddressSet.Of(
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        "::/8", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
        "fec0::/10", "ff00::/8",
    ]).Without(AddressSet.Of(["169.254.169.254/32", "::/128"]));
}
