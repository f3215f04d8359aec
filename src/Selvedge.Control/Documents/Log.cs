using Microsoft.Extensions.Logging;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Documents;

internal static partial class Log
{
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "History up to {Oldest} is compacted; listing anew instead of watching from {Asked}")]
    public static partial void CacheRelists(ILogger logger, long asked, long oldest);

    [LoggerMessage(Level = LogLevel.Error, Message = "The watch on the store failed; watching again")]
    public static partial void CacheWatchFailed(ILogger logger, Exception error);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "{Key} does not fit its kind and is kept as it last was: {Reason}")]
    public static partial void DocumentUnreadable(ILogger logger, ResourceKey key, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event {Reason} of {Subject} was not recorded")]
    public static partial void EventLost(ILogger logger, Exception error, string reason, string subject);
}
