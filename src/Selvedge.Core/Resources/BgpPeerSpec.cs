using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of a <see cref="BgpPeer"/>.</summary>
public sealed record BgpPeerSpec
{
    /// <summary>The Location whose nodes speak to it.</summary>
    public string Location { get; init; } = "";

    /// <summary>The only Node that speaks to it; empty: all of the location.</summary>
    public string Node { get; init; } = "";

    /// <summary>The neighbour's address; its family is the family of what it is told.</summary>
    public string Address { get; init; } = "";

    /// <summary>The neighbour's AS number.</summary>
    public long PeerAsn { get; init; }

    /// <summary>The AS number that the nodes speak as.</summary>
    public long LocalAsn { get; init; }

    /// <summary>How a dead path is found out (RFC 5880); null: by the hold time alone.</summary>
    public BgpPeerBfd? Bfd { get; init; }

    /// <summary>The Secret of the namespace <c>selvedge-system</c> whose entry <c>password</c> signs the session
    /// (RFC 2385); empty: none.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The hold time, 3 s to 1 h. The default is 9 s.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>Whether routes are kept while a session restarts (RFC 4724). The default is false.</summary>
    public bool GracefulRestart { get; init; }

    /// <summary>Routes accepted before the session is shut for a while. The default is 1000.</summary>
    public int PrefixesMax { get; init; } = 1000;

    /// <summary>Prefixes accepted from it, CIDR. The default is nothing.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>How often the own AS number is prepended; 0 to 10.</summary>
    public int Prepend { get; init; }

    /// <summary>The multi-exit discriminator; null: none.</summary>
    public long? Med { get; init; }

    /// <summary>Communities on what is announced: <c>64500:100</c> or <c>64500:1:2</c>.</summary>
    public ImmutableArray<string> Communities { get; init; } = [];

    /// <summary>The local preference of what is accepted. The default is 100.</summary>
    public long LocalPreference { get; init; } = 100;

    /// <summary>Caches of validated ROA payloads (RFC 8210), <c>address:port</c>.</summary>
    public ImmutableArray<string> RpkiCaches { get; init; } = [];

    /// <summary>Whether it takes flow specifications (RFC 8955). The default is false.</summary>
    public bool FlowSpec { get; init; }

    /// <summary>Whether it honours BLACKHOLE (RFC 7999). The default is false.</summary>
    public bool Blackhole { get; init; }
}
