using Microsoft.Extensions.Logging;

namespace Selvedge.Fabric.Bus;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Connected to the bus at {Url}")]
    public static partial void BusConnected(ILogger logger, string url);

    [LoggerMessage(2, LogLevel.Warning, "Disconnected from the bus; trying again without end")]
    public static partial void BusDisconnected(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "The bus says: {Error}")]
    public static partial void BusSays(ILogger logger, string error);

    [LoggerMessage(4, LogLevel.Warning, "{Operation} failed: {Reason}")]
    public static partial void BusFailed(ILogger logger, string operation, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Dropped a message on {Subject}: {Reason}")]
    public static partial void BusDropped(ILogger logger, string subject, string reason);

    [LoggerMessage(6, LogLevel.Warning, "The bus cannot be reached yet: {Reason}")]
    public static partial void BusUnreachable(ILogger logger, string reason);
}
