namespace Selvedge.Console;

/// <summary>What the console bounds, and why.</summary>
internal static class Limits
{
    /// <summary>One API list or watch line, in bytes: 5,000 sites with 300 verdicts each stay under it.</summary>
    public const int ApiAnswerBytesMax = 256 * 1024 * 1024;

    /// <summary>Events kept: several screens; older ones belong to the logs.</summary>
    public const int EventsKept = 200;

    /// <summary>Events shown: what a person reads in one sitting.</summary>
    public const int EventsShown = 60;

    /// <summary>Rows of verdicts drawn on the page: a morph of more would cost a browser more than a few
    /// frames.</summary>
    public const int RowsShown = 400;

    /// <summary>Rows of one site: what fits a screen; those that need attention come before the others.</summary>
    public const int RowsShownBySite = 24;

    /// <summary>A site with more verdicts than this leaves out the locations that the plan does not give it.</summary>
    public const int UnplacedShown = 8;

    /// <summary>With more locations than this, a phone labels only those that need attention.</summary>
    public const int LabelsOnPhones = 8;

    /// <summary>Rows of nodes drawn on the page, for the same reason as <see cref="RowsShown"/>.</summary>
    public const int NodesShown = 400;

    /// <summary>Locations that get a column in the matrix of prefixes: more would not fit the widest screen.</summary>
    public const int ColumnsShown = 32;

    /// <summary>With more columns than this, a cell has no room for words beside its mark.</summary>
    public const int ColumnsWithWords = 6;

    /// <summary>Cells of the matrix of prefixes, for the same reason as <see cref="RowsShown"/>.</summary>
    public const int CellsShown = 3000;

    /// <summary>Sessions, backends, mitigations or causes drawn in one card of the Network page, for the same reason.
    /// </summary>
    public const int LinesShown = 200;

    /// <summary>Live streams at once: browsers of one team; each costs a rendered page's memory.</summary>
    public const int LiveStreamsMax = 64;

    /// <summary>Fragments go out at most this often: changes come in bursts, and eyes need no more.</summary>
    public static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How often the page's clock moves: ages are shown in seconds.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>How often the API is asked whether it is there: a quiet watch proves nothing.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer to that may take: longer, and a person would call it down.</summary>
    public static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Data confirmed within this is live: one heartbeat may be lost.</summary>
    public static readonly TimeSpan LiveAge = TimeSpan.FromSeconds(2.5);

    /// <summary>A node without a Ready condition counts as down after this silence: ten missed statuses.</summary>
    public static readonly TimeSpan NodeSilence = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the first retry of a list or watch; doubles up to <see cref="BackOffMax"/>.</summary>
    public static readonly TimeSpan BackOffMin = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before a retry: who restarts the control plane should not wait longer.</summary>
    public static readonly TimeSpan BackOffMax = TimeSpan.FromSeconds(3);

    /// <summary>How long one watch runs before it is resumed: a half-dead connection is not kept for ever.</summary>
    public static readonly TimeSpan WatchDuration = TimeSpan.FromMinutes(5);

    /// <summary>A change seen in a document is not told again where the API's own event of the same object is this
    /// near.</summary>
    public static readonly TimeSpan EventTwin = TimeSpan.FromSeconds(5);
}
