using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Api;

/// <summary>Lets the web framework tell its warnings only: its own lines a request would repeat ours, with the
/// query. What it says of peers that break HTTP/2's rules is counted instead: it tells of each of their frames as of a
/// disaster, so that a stranger could fill a disk with one connection.</summary>
internal sealed class QuietLoggerFactory(ILoggerFactory inner, ApiMetrics metrics) : ILoggerFactory
{
    private const string OfPeers = "Microsoft.AspNetCore.Server.Kestrel.Http2";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        new QuietLogger(inner.CreateLogger(categoryName), categoryName == OfPeers ? metrics : null);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The inner one belongs to the caller.
    }

    private sealed class QuietLogger(ILogger inner, ApiMetrics? counter) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (counter is not null && logLevel >= LogLevel.Warning)
            {
                counter.PeerFailed(eventId.Name ?? "");
            }
            else if (counter is null && IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
