namespace Selvedge.Edge.Network.Defence;

/// <summary>Every limit of the defence, with its reason.</summary>
public static class Limits
{
    /// <summary>Packets looked at in a second: each costs a copy of its head and half a microsecond of judging; more
    /// tell no more of what an attack's packets have in common.</summary>
    public const int SamplesPerSecond = 2000;

    /// <summary>Packets that are kept between two readings; the kernel drops what is more, of the sample only.
    /// </summary>
    public const int SamplesBuffered = 1024;

    /// <summary>Bytes of a packet that are looked at: the longest IP header and the TCP flags behind it, twice.
    /// </summary>
    public const int SampleBytes = 128;

    /// <summary>Characters of nft's errors that are kept.</summary>
    public const int NftErrorLength = 2000;

    /// <summary>Interfaces that are defended: a machine has one or two public ones.</summary>
    public const int InterfacesMax = 16;

    /// <summary>For one call of nft. A set of 500,000 takes it four seconds on an idle machine.</summary>
    public static readonly TimeSpan NftPatience = TimeSpan.FromSeconds(60);

    /// <summary>Between looks at what arrives. An attack is met within the second look after it began.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Between looks at whether the kernel still has what it was given: somebody may have flushed it.
    /// </summary>
    public static readonly TimeSpan Verify = TimeSpan.FromSeconds(10);

    /// <summary>The same for a list so long that reading it takes a second of a processor.</summary>
    public static readonly TimeSpan VerifyLarge = TimeSpan.FromMinutes(10);

    /// <summary>Before what failed is tried again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>How long the proxy answers after a flood of SYNs was last seen.</summary>
    public static readonly TimeSpan ProxyLasts = TimeSpan.FromSeconds(60);

    /// <summary>SYNs a second that are a flood. Cookies hold at any rate; the proxy saves listeners work.</summary>
    public const double SynFlood = 10_000;
}
