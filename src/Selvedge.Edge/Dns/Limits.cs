namespace Selvedge.Edge.Dns;

/// <summary>The limits of the DNS server, each with its reason.</summary>
internal static class Limits
{
    /// <summary>Packets a system call takes or sends: beyond this the cost of the call no longer falls.</summary>
    internal const int BatchPackets = 64;

    /// <summary>The kernel's queue per socket: a burst of ten thousand queries waits instead of being lost.</summary>
    internal const int SocketBufferBytes = 4 << 20;

    /// <summary>How long an idle worker may take to notice that it must stop.</summary>
    internal static readonly TimeSpan WakeEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>CNAMEs followed within our zones: longer chains are a mistake or a loop, and resolvers give up sooner.
    /// </summary>
    internal const int ChainMax = 8;

    /// <summary>Addresses of one family in a steered answer: 16 AAAA records fill a third of a packet.</summary>
    internal const int AddressesMax = 16;

    /// <summary>Steered answers kept ready; a colder one is compiled again, which takes some microseconds.</summary>
    internal const int SteeredAnswersMax = 1 << 16;

    /// <summary>Orders kept ready for a chain that shuffles; a multiple of the number of places is used, so that each
    /// is first equally often.</summary>
    internal const int TurnsMax = 64;

    /// <summary>TCP connections at once: each holds two buffers, 68 KB in all.</summary>
    internal const int ConnectionsMax = 1000;

    /// <summary>A connection that asks nothing for as long is closed; so is one whose query arrives or whose answer
    /// leaves more slowly (RFC 7766, section 6.2.3).</summary>
    internal static readonly TimeSpan ConnectionIdle = TimeSpan.FromSeconds(10);

    /// <summary>Connections that wait to be accepted.</summary>
    internal const int ListenBacklog = 512;

    /// <summary>After a failure that would come back at once.</summary>
    internal static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a publisher waits for readers of the table before: answering a batch takes well under a
    /// millisecond. Whoever takes longer delays only the freeing of memory.</summary>
    internal static readonly TimeSpan ReaderWait = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest TTL of a static record.</summary>
    internal static readonly TimeSpan TtlMax = TimeSpan.FromDays(7);

    /// <summary>A challenge must be seen by the next question.</summary>
    internal const int ChallengeTtlSeconds = 0;

    /// <summary>How often a secondary would look (RIPE-203).</summary>
    internal static readonly TimeSpan StartRefresh = TimeSpan.FromHours(1);

    /// <summary>How soon it would look again.</summary>
    internal static readonly TimeSpan StartRetry = TimeSpan.FromMinutes(10);

    /// <summary>How long it would serve without us.</summary>
    internal static readonly TimeSpan StartExpire = TimeSpan.FromDays(14);

    /// <summary>The TTL of the apex's NS and SOA, and of the answer to ANY.</summary>
    internal static readonly TimeSpan ApexTtl = TimeSpan.FromHours(1);

    /// <summary>Records in one set: with the smallest, A, this is all that a message can hold.</summary>
    internal const int RecordsPerSetMax = 1000;
}
