using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Scaling;

/// <summary>What scaling logs.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Counts stay as they are until the store writes: {Reason}")]
    public static partial void ScalingWaits(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Autoscaler} could not decide; trying again")]
    public static partial void ScalingFailed(ILogger logger, Exception error, string autoscaler);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Namespace}/{Autoscaler}, container {Container}: {Word}")]
    public static partial void UsageForgotten(
        ILogger logger, string @namespace, string autoscaler, string container, string word);
}
