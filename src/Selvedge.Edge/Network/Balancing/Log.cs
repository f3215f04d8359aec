using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Network.Balancing;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "New flows of {Service} go to {Node}: {TakesFlows}. {Reason}")]
    public static partial void Decided(ILogger logger, string service, string node, bool takesFlows, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Balancing is off: {Reason}")]
    public static partial void Off(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Information, "Balancing works")]
    public static partial void Works(ILogger logger);
}
