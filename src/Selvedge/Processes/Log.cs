using Microsoft.Extensions.Logging;

namespace Selvedge.Processes;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The loop {Name} ended by a bug and begins again")]
    public static partial void LoopFailed(ILogger logger, Exception error, string name);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The loop {Name} failed; the process ends, to start from disk")]
    public static partial void VitalLoopFailed(ILogger logger, Exception error, string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Process} serves")]
    public static partial void Serving(ILogger logger, string process);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bus is connected but cannot be filled yet: {Reason}")]
    public static partial void BusNotFilled(ILogger logger, string reason);
}
