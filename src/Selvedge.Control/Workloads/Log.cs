using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Workloads;

/// <summary>What the controllers of workloads log.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Workloads stay as they are until the store writes: {Reason}")]
    public static partial void WorkloadsWait(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Workloads could not be brought forward; trying again")]
    public static partial void WorkFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The statuses of pods could not be written; trying again")]
    public static partial void PodsNotRecorded(ILogger logger, Exception error);
}
