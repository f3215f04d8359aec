using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Selvedge.Edge.Http;

/// <summary>Kestrel's log without its words about peers that break HTTP/2's rules: it tells of each of their frames as
/// of a disaster, so that a stranger could fill a disk with one connection. They are counted.</summary>
internal sealed class PeerFaultLog(ILoggerFactory inner, HttpMetrics metrics) : ILoggerFactory
{
    private const string OfPeers = "Microsoft.AspNetCore.Server.Kestrel.Http2";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        categoryName == OfPeers ? new Counter(metrics) : inner.CreateLogger(categoryName);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The inner one belongs to the caller.
    }

    private sealed class Counter(HttpMetrics metrics) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                metrics.PeerFailed(eventId.Name ?? "");
            }
        }
    }
}
