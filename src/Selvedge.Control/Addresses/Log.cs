using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Addresses;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Announcements wait, the store refuses: {Reason}")]
    public static partial void AddressesWait(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} could not be decided or written.")]
    public static partial void AddressFailed(ILogger log, Exception error, string name);
}
