using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Selvedge.Fabric.Telemetry;

/// <summary>Logs as one JSON object a line: <c>time</c>, <c>level</c>, <c>event</c>, <c>logger</c>, <c>message</c>,
/// <c>fields</c>, <c>error</c>, <c>process</c>, <c>node</c>, <c>location</c>. Never blocks a caller: what the queue
/// cannot take is dropped and counted.</summary>
/// <remarks>It is provider and factory at once, so that a process without hosting can log too. Closing it, and a normal
/// end of the process, write what waits.</remarks>
public sealed class JsonLines : ILoggerProvider, ILoggerFactory
{
    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(TelemetryLimits.QueuedLinesMax) { SingleReader = true });

    private readonly Stream _output;
    private readonly JsonLinesOptions _options;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private readonly EventHandler _exit;

    /// <summary>Logs to a stream.</summary>
    /// <param name="output">Standard output or a file; closed with this.</param>
    /// <param name="options">Names the process.</param>
    /// <param name="time">Stamps the lines.</param>
    public JsonLines(Stream output, JsonLinesOptions options, TimeProvider time)
    {
        _output = output;
        _options = options;
        _time = time;
        _writing = Task.Run(WriteAsync);
        _exit = (_, _) => Dispose();
        AppDomain.CurrentDomain.ProcessExit += _exit;
    }

    /// <inheritdoc cref="ILoggerFactory.CreateLogger"/>
    public ILogger CreateLogger(string categoryName) => new JsonLinesLogger(categoryName, _options, _time, Enqueue);

    /// <summary>Not possible: lines go to one place.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("JsonLines writes to one place; use a LoggerFactory to write to several.");

    /// <summary>Writes what waits, for at most five seconds, and closes the output. Later lines are dropped.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= _exit;
        if (_lines.Writer.TryComplete() && !_writing.Wait(TelemetryLimits.FlushMax))
        {
            TelemetryMetrics.LogDropped.Add(_lines.Reader.Count);
        }
    }

    private void Enqueue(string line)
    {
        if (!_lines.Writer.TryWrite(Encoding.UTF8.GetBytes(line + "\n")))
        {
            TelemetryMetrics.LogDropped.Add(1);
        }
    }

    private async Task WriteAsync()
    {
        await using var output = _output;
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var line))
            {
                await TryAsync(output, line);
            }

            await TryAsync(output, null);
        }
    }

    // A full disk or a closed pipe loses lines, never the process.
    private static async Task TryAsync(Stream output, byte[]? line)
    {
        try
        {
            await (line is null ? output.FlushAsync() : output.WriteAsync(line).AsTask());
        }
        catch (IOException)
        {
            TelemetryMetrics.LogDropped.Add(1);
        }
    }
}
