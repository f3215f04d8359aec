using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Mitigations;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The Mitigation {Name} ended at {ExpiresAt} and is deleted")]
    public static partial void Swept(ILogger logger, string name, DateTimeOffset expiresAt);

    [LoggerMessage(2, LogLevel.Error, "Mitigations that ended could not be deleted; they are tried again")]
    public static partial void SweepFailed(ILogger logger, Exception error);
}
