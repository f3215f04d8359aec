using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Network.Routing;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Prefix {Prefix} is {State}: {Reason}. {Detail}")]
    public static partial void Decided(ILogger logger, string prefix, string state, string reason, string detail);

    [LoggerMessage(2, LogLevel.Information, "BIRD runs with {Peers} neighbours")]
    public static partial void Started(ILogger logger, int peers);

    [LoggerMessage(3, LogLevel.Warning, "BIRD is started again in {Wait}: {Reason}")]
    public static partial void Failed(ILogger logger, TimeSpan wait, string reason);

    [LoggerMessage(4, LogLevel.Information, "The change of BIRD's configuration is confirmed")]
    public static partial void Confirmed(ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "The change of BIRD's configuration is not in force: {Reason}")]
    public static partial void NotChanged(ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Warning, "Routing is off: {Reason}")]
    public static partial void Off(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Debug, "BIRD: {Line}")]
    public static partial void Said(ILogger logger, string line);

    [LoggerMessage(8, LogLevel.Warning, "{Problem}")]
    public static partial void Addresses(ILogger logger, string problem);
}
