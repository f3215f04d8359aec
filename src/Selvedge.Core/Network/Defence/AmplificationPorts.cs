using System.Collections.Immutable;

namespace Selvedge.Core.Network.Defence;

/// <summary>UDP services that answer a forged request with much more than was asked.</summary>
public static class AmplificationPorts
{
    /// <summary>Shorter answers do little harm, and are what honest ones look like; bytes with the UDP header.
    /// </summary>
    public const int LengthPasses = 512;

    /// <summary>Their ports: quote of the day, chargen, DNS, TFTP, portmapper, NTP, NetBIOS, SNMP, CLDAP, SLP, RIP,
    /// SQL Server, SSDP, Apple remote desktop, WS-Discovery, mDNS, CoAP, Ubiquiti, memcached, DHDiscover.</summary>
    public static ImmutableArray<int> All { get; } =
    [
        17, 19, 53, 69, 111, 123, 137, 161, 389, 427, 520, 1434, 1900, 3283, 3702, 5353, 5683, 10001, 11211, 37810,
    ];
}
