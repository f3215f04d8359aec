using Microsoft.Extensions.Logging;

namespace Selvedge.Origin;

/// <summary>What the origin says.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "origin listens on {Endpoint} and serves {Root}")]
    public static partial void Listening(ILogger logger, string endpoint, string root);

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} {Bytes} bytes {Milliseconds} ms {RequestId}")]
    public static partial void Access(
        ILogger logger, string method, string path, int status, long bytes, double milliseconds, string requestId);
}
