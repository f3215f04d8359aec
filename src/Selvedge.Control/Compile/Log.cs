using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Compile;

internal static partial class Log
{
    [LoggerMessage(
        Level = LogLevel.Information, Message = "Published epoch {Epoch} to {Location}: {Sections} sections")]
    public static partial void Published(ILogger logger, string location, long epoch, int sections);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "Epoch {Epoch} of {Location} has not reached the bus yet: {Reason}")]
    public static partial void PublishLater(ILogger logger, string location, long epoch, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Compiling or publishing ended by a bug; trying again")]
    public static partial void PublishFailed(ILogger logger, Exception error);
}
