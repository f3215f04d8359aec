using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Node;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Path} is not written: {Reason}")]
    public static partial void LastGoodNotWritten(ILogger logger, string path, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Path} is not used: {Reason}")]
    public static partial void LastGoodNotRead(ILogger logger, string path, string reason);

    [LoggerMessage(3, LogLevel.Information, "Snapshot {Epoch} is in force, with {Refused} sections refused")]
    public static partial void SnapshotInForce(ILogger logger, long epoch, int refused);

    [LoggerMessage(4, LogLevel.Warning, "Snapshot {Epoch} is refused: {Reason}")]
    public static partial void SnapshotRefused(ILogger logger, long epoch, string reason);

    [LoggerMessage(5, LogLevel.Warning, "A message on the bus is dropped ({Key}): {Reason}")]
    public static partial void MessageDropped(ILogger logger, string key, string reason);

    [LoggerMessage(6, LogLevel.Warning, "The whole cache is emptied and purges go on from {Sequence}: {Reason}")]
    public static partial void PurgedEverything(ILogger logger, long sequence, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Command {Verb} failed")]
    public static partial void CommandFailed(ILogger logger, string verb, Exception error);

    [LoggerMessage(
        8, LogLevel.Warning, "The process stood still for {Gap}; hits are revalidated until purges caught up")]
    public static partial void Stalled(ILogger logger, TimeSpan gap);

    [LoggerMessage(9, LogLevel.Warning, "A status is not sent: {Reason}")]
    public static partial void StatusNotSent(ILogger logger, string reason);
}
