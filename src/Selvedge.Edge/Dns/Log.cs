using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Dns;

internal static partial class Log
{
    [LoggerMessage(
        Level = LogLevel.Information, Message = "DNS listens on {EndPoint}, UDP with {Workers} workers and TCP")]
    public static partial void Listens(ILogger logger, System.Net.IPEndPoint endPoint, int workers);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The country database {Path} is flattened into {IPv4Ranges} IPv4 and {IPv6Ranges} IPv6 ranges")]
    public static partial void CountriesLoaded(ILogger logger, string path, int iPv4Ranges, int iPv6Ranges);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The country database {Path} cannot be used; clients outside of declared networks are unknown")]
    public static partial void CountriesFailed(ILogger logger, Exception error, string path);

    [LoggerMessage(Level = LogLevel.Debug, Message = "DNS answers from epoch {Epoch}: {Names} names in {Bytes} bytes")]
    public static partial void Swapped(ILogger logger, long epoch, int names, long bytes);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "The zone {Zone} was let through the check but does not compile: {Reason}")]
    public static partial void ZoneSkipped(ILogger logger, string zone, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A DNS query was dropped because of a bug; the packet: {Packet}")]
    public static partial void QueryFailed(ILogger logger, Exception error, string packet);

    [LoggerMessage(Level = LogLevel.Error, Message = "A DNS worker failed because of a bug and goes on")]
    public static partial void WorkerFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A DNS socket gives the error {Error} on receive")]
    public static partial void ReceiveFailed(ILogger logger, int error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A DNS connection could not be accepted")]
    public static partial void AcceptFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A DNS connection ended because of a bug")]
    public static partial void ConnectionFailed(ILogger logger, Exception error);
}
