using Selvedge.Core.Purging;

namespace Selvedge.Edge.Node;

/// <summary>Every limit of a node's dealings with the fabric, with its reason.</summary>
public static class Limits
{
    /// <summary>Bytes of sections kept while their manifest has not come. Beyond it they are forgotten and read again
    /// when the manifest names them: a node's memory does not hang on a stalled control plane.</summary>
    public const int WaitingBytesMax = 64 * 1024 * 1024;

    /// <summary>How often consumers are asked again after sections were put back. Each round puts back at least one;
    /// a consumer that still refuses after so many contradicts itself.</summary>
    public const int CheckRoundsMax = 8;

    /// <summary>A snapshot that the process died from so often is left out for a while.</summary>
    public const int CrashesMax = 2;

    /// <summary>Deaths that are counted: each beyond <see cref="CrashesMax"/> doubles the while, to about an
    /// hour.</summary>
    public const int CrashesCounted = CrashesMax + 6;

    /// <summary>How many purges' results are remembered, to acknowledge one that came twice with its true
    /// count.</summary>
    public const int PurgeResultsKept = 1_024;

    /// <summary>Commands answered at once: they share the processor with users' requests.</summary>
    public const int CommandsInFlight = 8;

    /// <summary>The largest file of the last good state that is read: a snapshot of some hundred thousand sections;
    /// more is a damaged file.</summary>
    public const int FileBytesMax = 1024 * 1024 * 1024;

    /// <summary>How long a node that starts waits for the bus before it answers DNS by the table on its disk. The bus
    /// tells it within a tenth of a second where it can; resolvers ask another server meanwhile.</summary>
    public static readonly TimeSpan FirstTablePatience = TimeSpan.FromSeconds(2);

    /// <summary>Between comparisons with what the bus holds. A lost message is repaired within this time.</summary>
    public static readonly TimeSpan ReconcileInterval = TimeSpan.FromSeconds(3);

    /// <summary>Between statuses without any change. Six missed ones are a dead node, in three seconds.</summary>
    public static readonly TimeSpan StatusInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Changes within this time go out as one status.</summary>
    public static readonly TimeSpan StatusCoalescing = TimeSpan.FromMilliseconds(10);

    /// <summary>A process that lives this long with a snapshot does not die from it.</summary>
    public static readonly TimeSpan ProvenAfter = TimeSpan.FromSeconds(5);

    /// <summary>How long a snapshot is left out at first. It may have been no fault of its own (two kills from outside
    /// look the same), and without it the node serves nobody; a true killer costs a restart as seldom as
    /// this.</summary>
    public static readonly TimeSpan LeftOutFor = TimeSpan.FromMinutes(1);

    /// <summary>Between writes of the verdict table to disk: it may change many times a second, and the disk's copy
    /// only matters after a restart.</summary>
    public static readonly TimeSpan VerdictsToDiskInterval = TimeSpan.FromSeconds(1);

    /// <summary>Between ticks of the stall fence.</summary>
    public static readonly TimeSpan FenceTick = TimeSpan.FromMilliseconds(100);

    /// <summary>A longer gap between ticks is a stall. Less than a receipt waits: whoever was named missing in one for
    /// standing still must know of it before the next hit. Eight missed ticks are not the scheduler's doing.</summary>
    public static readonly TimeSpan StallAfter = 0.8 * Receipt.Wait;

    /// <summary>How long answering one command may take.</summary>
    public static readonly TimeSpan CommandWait = TimeSpan.FromSeconds(30);
}
