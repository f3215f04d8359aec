namespace Selvedge.Control.NodeGroups;

/// <summary>The bounds of node groups.</summary>
internal static class Limits
{
    /// <summary>What a command may print: a thousand names of nodes are less. More is a command that does something
    /// else.</summary>
    public const int OutputBytesMax = 64 * 1024;

    /// <summary>The end of what it writes to standard error: the last line is the reason.</summary>
    public const int ErrorBytesKept = 4 * 1024;

    /// <summary>A reason in a status is a sentence, not a log.</summary>
    public const int ReasonLengthMax = 300;

    /// <summary>How long output is read on once the command itself has ended: a node that it started may hold it open
    /// for ever.</summary>
    public static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);

    /// <summary>Addresses of one node; as many as its document may have.</summary>
    public const int AddressesMax = 16;

    /// <summary>Decisions that are kept: some hours of a busy group, and a document that stays small.</summary>
    public const int DecisionsKept = 20;

    /// <summary>Commands that run at once: each is a process, and a provider's API has limits of its own.</summary>
    public const int CallsMax = 8;

    /// <summary>Between two lists of a group: what is lost or leaked is found within it.</summary>
    public static readonly TimeSpan ListInterval = TimeSpan.FromMinutes(1);

    /// <summary>A node that is drained and has not been heard for so long is not waited for.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromMinutes(1);
}
