namespace Selvedge.Fabric.Bus;

/// <summary>Every limit of the bus, with its reason.</summary>
public static class BusLimits
{
    /// <summary>The largest message, in bytes. The largest values are verdict tables and zones: 8 MiB hold 50,000
    /// verdicts, and nats-server warns above it.</summary>
    public const int PayloadBytesMax = 8 * 1024 * 1024;

    /// <summary>The largest status, in bytes: 1,000 observations and as many probes fit; more is a broken
    /// node.</summary>
    public const int StatusBytesMax = 512 * 1024;

    /// <summary>The largest reply to a command, in bytes: a trace fits many times over, and 1,000 of them at once must
    /// not fill the control plane's memory.</summary>
    public const int ReplyBytesMax = 256 * 1024;

    /// <summary>The longest node, location or verb name, in characters: a DNS label.</summary>
    public const int NameCharsMax = 63;

    /// <summary>How many purges stay in the bucket: at one a second they cover nearly three hours of absence. A node
    /// further behind flushes everything.</summary>
    public const int PurgesKept = 10_000;

    /// <summary>Operations on keys in flight for one publish or catch-up: enough to hide the round trip, few enough not
    /// to fill the server's queue.</summary>
    public const int OperationsInFlight = 32;

    /// <summary>Messages waiting for one subscriber. Beyond it the newest are dropped and counted; reconciliation
    /// repairs what was missed.</summary>
    public const int MessagesWaiting = 8_192;

    /// <summary>Commands asked at once by one control process: beyond it the caller waits for its turn.</summary>
    public const int AsksInFlight = 16;

    /// <summary>How long one operation on a key may take: far above any healthy round trip.</summary>
    public static readonly TimeSpan OperationWait = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a command may wait for its replies: a person is waiting.</summary>
    public static readonly TimeSpan AskWaitMax = TimeSpan.FromMinutes(1);

    /// <summary>Between pings: two missed ones end a connection, so a silent cut is noticed within five
    /// seconds.</summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(2);

    /// <summary>The first wait before connecting again: a restarted server is back within a second.</summary>
    public static readonly TimeSpan ReconnectWaitMin = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait before connecting again: short, since a node that waits serves old content.</summary>
    public static readonly TimeSpan ReconnectWaitMax = TimeSpan.FromSeconds(2);
}
