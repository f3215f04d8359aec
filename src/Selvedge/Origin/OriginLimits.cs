namespace Selvedge.Origin;

/// <summary>What the example origin allows.</summary>
internal static class OriginLimits
{
    /// <summary>An upload larger than this is refused with 413: five times the site's largest file.</summary>
    public const long UploadBytesMax = 100 * 1024 * 1024;

    /// <summary>An upload waits in memory up to this size, a larger one in a temporary file.</summary>
    public const int UploadMemoryBytes = 256 * 1024;

    /// <summary>Clients at once. Its clients are a few edge nodes; the rest is room for people with curl.</summary>
    public const long ConnectionsMax = 4096;

    /// <summary>How long requests that are under way may still take when it stops.</summary>
    public static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);
}
