namespace Selvedge.Edge.Http;

/// <summary>Every limit of the HTTP edge, with its reason.</summary>
internal static class Limits
{
    /// <summary>Request line: the longest URL that browsers and CDNs agree on.</summary>
    public const int RequestLineBytesMax = 8 * 1024;

    /// <summary>All request fields: the sum that nginx takes by default (4 buffers of 8 KiB).</summary>
    public const int RequestFieldsBytesMax = 32 * 1024;

    /// <summary>Fields in a request: browsers send some twenty; each costs work.</summary>
    public const int RequestFieldsMax = 100;

    /// <summary>A request's body: uploads stream through, so this only bounds how long one may occupy an
    /// origin.</summary>
    public const long RequestBodyBytesMax = 1L << 30;

    /// <summary>Connections a node: with about 10 KiB each at rest, some 100 MB.</summary>
    public const int ConnectionsMax = 10_000;

    /// <summary>Streams on one HTTP/2 connection: what RFC 9113 recommends as least, and Kestrel's default.</summary>
    public const int StreamsMax = 100;

    /// <summary>Body bytes a second below which a client counts as an attack on sockets (slow read, slow post);
    /// Kestrel's default.</summary>
    public const double BodyRateMin = 240;

    /// <summary>Bytes of a response's fields: an origin that sends more is broken.</summary>
    public const int ResponseFieldsKibibytesMax = 64;

    /// <summary>Connections to one origin: a node must not be the flood that drowns it.</summary>
    public const int OriginConnectionsMax = 512;

    /// <summary>Variants kept of one URL: more means that the origin varies on something unbounded.</summary>
    public const int VariantsMax = 16;

    /// <summary>Purge tags kept of one object, so that no response can fill the index.</summary>
    public const int TagsMax = 64;

    /// <summary>URLs remembered as not worth waiting for; beyond it the memory starts anew.</summary>
    public const int PassMarksMax = 10_000;

    /// <summary>Log lines that may wait for the writer: some seconds of a full node; more are dropped and
    /// counted.</summary>
    public const int AccessLogQueueMax = 8192;

    /// <summary>Bytes gathered before the log is written, while more lines wait.</summary>
    public const int AccessLogBatchBytes = 64 * 1024;

    /// <summary>One piece of a body: below the large object heap's threshold, as large as one socket read.</summary>
    public const int ChunkBytes = 64 * 1024;

    /// <summary>How far a body that is not kept may run ahead of its slowest reader.</summary>
    public const int WindowBytes = 1024 * 1024;

    /// <summary>A target in a log line is cut here: attackers choose it.</summary>
    public const int LoggedTargetCharsMax = 2048;

    /// <summary>The beginning of a pod's answer that is held until it is here, so that another pod can be asked where
    /// it breaks off: most pages and API answers whole, and 160 MB where 10,000 wait at once.</summary>
    public const int HoldBytes = 16 * 1024;

    /// <summary>Share of the cache that bodies under way may take beside it.</summary>
    public const double InFlightShare = 0.25;

    /// <summary>Idle connections are closed after this; nginx's default.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(75);

    /// <summary>A request header that takes longer is slowloris.</summary>
    public static readonly TimeSpan RequestHeader = TimeSpan.FromSeconds(15);

    /// <summary>A TLS handshake that takes longer is an attack or a dead link.</summary>
    public static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may be slower than <see cref="BodyRateMin"/>; Kestrel's default.</summary>
    public static readonly TimeSpan BodyRateGrace = TimeSpan.FromSeconds(5);

    /// <summary>Origin connections live this long at most, so that a changed DNS answer is followed.</summary>
    public static readonly TimeSpan OriginConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Idle origin connections are closed after this: below the usual 60 s of servers.</summary>
    public static readonly TimeSpan OriginConnectionIdle = TimeSpan.FromSeconds(50);

    /// <summary>How long a URL counts as not worth waiting for after its response could not be shared.</summary>
    public static readonly TimeSpan PassMark = TimeSpan.FromSeconds(10);

    /// <summary>How long the end of an answer without an announced length is waited for: servers end a short one in the
    /// same moment, and a slow stream is hardly late by it.</summary>
    public static readonly TimeSpan HoldWait = TimeSpan.FromMilliseconds(10);
}
