using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Workloads;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Pod {Namespace}/{Pod}: {Action}")]
    public static partial void Acting(ILogger logger, string @namespace, string pod, string action);

    [LoggerMessage(2, LogLevel.Warning, "Pod {Namespace}/{Pod}: {Reason}: {Message}")]
    public static partial void ActionFailed(
        ILogger logger, string @namespace, string pod, string reason, string message);

    [LoggerMessage(3, LogLevel.Error, "Pod {Namespace}/{Pod}: an action ended by a bug")]
    public static partial void ActionBroke(ILogger logger, Exception error, string @namespace, string pod);

    [LoggerMessage(4, LogLevel.Warning, "The runtime {Runtime} does not work: {Reason}")]
    public static partial void RuntimeDown(ILogger logger, string runtime, string reason);

    [LoggerMessage(5, LogLevel.Information, "The runtime {Runtime} works: {Description}")]
    public static partial void RuntimeUp(ILogger logger, string runtime, string description);
}
