using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Api;

/// <summary>What the API server logs. Never bodies, queries or tokens.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "API server listens on {Endpoint}")]
    public static partial void Listening(ILogger logger, string endpoint);

    [LoggerMessage(2, LogLevel.Information,
        "{Method} {Path} by {User} as {Verb} of {Resource}: {Code} in {Milliseconds} ms")]
    public static partial void Answered(
        ILogger logger, string method, string path, string user, string verb, string resource, int code,
        double milliseconds);

    [LoggerMessage(3, LogLevel.Error, "{Method} {Path} failed inside")]
    public static partial void Failed(ILogger logger, string method, string path, Exception error);

    [LoggerMessage(4, LogLevel.Warning, "{Method} {Path}: the store failed, the client is told to retry")]
    public static partial void StoreFailed(ILogger logger, string method, string path, Exception error);
}
