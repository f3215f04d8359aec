using Microsoft.Extensions.Logging;

namespace Selvedge.Console.Feeds;

/// <summary>What reading the API logs.</summary>
internal static partial class Log
{
    /// <summary>A list or a watch ended early; it is tried again.</summary>
    [LoggerMessage(1, LogLevel.Information, "Console: reading {Path} broke off: {Reason}")]
    public static partial void FeedBroken(ILogger logger, string path, string reason);
}
