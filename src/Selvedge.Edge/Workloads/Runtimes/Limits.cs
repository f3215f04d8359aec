namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Every limit of what runs containers, with its reason.</summary>
public static class Limits
{
    /// <summary>Bytes of one log file; a container has two of them. Kubernetes' default (containerLogMaxSize).
    /// </summary>
    public const long LogBytesMax = 10 * 1024 * 1024;

    /// <summary>Bytes kept of what a probe's command writes: enough for a reason, and what Kubernetes keeps.</summary>
    public const int ExecOutputBytesMax = 10 * 1024;

    /// <summary>The largest manifest of an image folder.</summary>
    public const int ManifestBytesMax = 64 * 1024;

    /// <summary>Open files of a container: what container engines give by default where the node's own limit is high
    /// enough, and never more than a plain machine's hard limit.</summary>
    public const long OpenFilesMax = 4096;

    /// <summary>Processes of a container: more than a program needs, fewer than a machine can bear.</summary>
    public const long ProcessesMax = 4096;

    /// <summary>Between looks at a log that is followed.</summary>
    public static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a container's start may take in the process runtime: the program is only begun.</summary>
    public static readonly TimeSpan ProcessStartWait = TimeSpan.FromSeconds(10);

    /// <summary>How long the container engine may take to answer anything but a pull. More than a full disk or a busy
    /// machine takes; less than an operator waits.</summary>
    public static readonly TimeSpan EngineWait = TimeSpan.FromSeconds(30);

    /// <summary>How often the engine is asked for its containers before its refusal is believed: podman fails the
    /// whole listing where a container ends while it is looked at.</summary>
    public const int ListingsMax = 4;

    /// <summary>Between two such questions.</summary>
    public static readonly TimeSpan ListingInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an image may take to come.</summary>
    public static readonly TimeSpan PullWait = TimeSpan.FromMinutes(10);
}
