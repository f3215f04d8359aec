using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Placement;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Namespace} is to run at {Locations}: {Moves}")]
    public static partial void Planned(ILogger logger, string @namespace, string locations, string moves);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Namespace} leaves {Locations}: the places to be serve")]
    public static partial void Left(ILogger logger, string @namespace, string locations);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Plans and demand wait for the store: {Reason}")]
    public static partial void StoreRefuses(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The placement of {Namespace} failed; it is tried again")]
    public static partial void WorkFailed(ILogger logger, Exception error, string @namespace);
}
