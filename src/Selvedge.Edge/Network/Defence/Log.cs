using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Network.Defence;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Layers 3 and 4 are defended at {Interfaces}")]
    public static partial void Defends(ILogger logger, string interfaces);

    [LoggerMessage(2, LogLevel.Warning, "Layers 3 and 4 are not defended: {Reason}")]
    public static partial void Off(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Mitigation {Mitigation} is {State}: {Cause}")]
    public static partial void Mitigates(ILogger logger, string mitigation, string state, string cause);

    [LoggerMessage(4, LogLevel.Information, "Mitigation {Mitigation} is over; it met {Packets} packets")]
    public static partial void Over(ILogger logger, string mitigation, long packets);

    [LoggerMessage(5, LogLevel.Warning, "An attack that no rule meets: {Cause}")]
    public static partial void Unmet(ILogger logger, string cause);

    [LoggerMessage(6, LogLevel.Warning, "Somebody changed the kernel's rules of the defence; they are put back")]
    public static partial void PutBack(ILogger logger);

    [LoggerMessage(7, LogLevel.Error, "The defence failed because of a bug and goes on")]
    public static partial void Broke(ILogger logger, Exception error);

    [LoggerMessage(8, LogLevel.Warning, "{Note}")]
    public static partial void Notes(ILogger logger, string note);
}
