using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Http;

/// <summary>What the HTTP edge tells the operator.</summary>
internal static partial class Log
{
    /// <summary>A bug.</summary>
    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed inside the edge")]
    public static partial void RequestFailed(ILogger logger, Exception error, string requestId);

    /// <summary>A bug, with nobody waiting.</summary>
    [LoggerMessage(2, LogLevel.Error, "A fetch of {Url} failed inside the edge")]
    public static partial void FetchFailed(ILogger logger, Exception error, string url);

    /// <summary>Started.</summary>
    [LoggerMessage(3, LogLevel.Information, "HTTP edge listens on {Http} (plain) and {Https} (TLS)")]
    public static partial void Listening(ILogger logger, string http, string https);

    /// <summary>New routes.</summary>
    [LoggerMessage(4, LogLevel.Information, "HTTP edge serves {Sites} sites at epoch {Epoch}")]
    public static partial void Swapped(ILogger logger, int sites, long epoch);
}
