using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>A BGP neighbour of a location's nodes.</summary>
/// <param name="Name">Of its BgpPeer document.</param>
/// <param name="Node">The only node that speaks to it; empty: every node of the location.</param>
/// <param name="Address">The neighbour's, IPv4 or IPv6; its family is the family of what is announced to it.</param>
/// <param name="PeerAsn">The neighbour's AS number.</param>
/// <param name="LocalAsn">The AS number that the node speaks as.</param>
public sealed record RoutingPeer(string Name, string Node, string Address, long PeerAsn, long LocalAsn)
{
    /// <summary>Of TCP MD5 signatures (RFC 2385); empty: none. Kept out of every log.</summary>
    public string Password { get; init; } = "";

    /// <summary>How a dead path is found out (RFC 5880); null: by the hold time alone.</summary>
    public BfdTimers? Bfd { get; init; }

    /// <summary>The hold time (RFC 4271, section 4.2), 3 s to 65535 s in whole seconds.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>Whether routes are kept while the session restarts (RFC 4724). Off by default: a dead node must be
    /// seen at once.</summary>
    public bool GracefulRestart { get; init; }

    /// <summary>Routes accepted before the session is shut for a while; 1 or more. Import takes the default route
    /// only, unless <see cref="Accept"/> names more.</summary>
    public int PrefixesMax { get; init; } = 1000;

    /// <summary>Prefixes accepted from the neighbour, CIDR; empty: nothing.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>How often the own AS number is prepended; 0 to 10.</summary>
    public int Prepend { get; init; }

    /// <summary>The multi-exit discriminator (RFC 4271, section 5.1.4); null: none.</summary>
    public long? Med { get; init; }

    /// <summary>Communities on what is announced: <c>64500:100</c> (RFC 1997) or <c>64500:1:2</c> (RFC 8092).
    /// </summary>
    public ImmutableArray<string> Communities { get; init; } = [];

    /// <summary>The local preference of what is accepted. The default is 100.</summary>
    public long LocalPreference { get; init; } = 100;

    /// <summary>Caches of validated ROA payloads (RFC 8210), <c>address:port</c>: what they call invalid is not
    /// accepted. Empty: none.</summary>
    public ImmutableArray<string> RpkiCaches { get; init; } = [];

    /// <summary>Whether flow specifications are sent to it.</summary>
    public bool FlowSpec { get; init; }

    /// <summary>Whether it honours <c>BLACKHOLE</c> (RFC 7999).</summary>
    public bool Blackhole { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"RoutingPeer {{ {Name}, {Address}, AS{PeerAsn} }}";
}
