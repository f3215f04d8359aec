using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Http;

/// <summary>One JSON line a request. Requests put their line into a bounded queue and go on; one writer writes. Where
/// the queue is full the line is dropped and counted.</summary>
internal sealed class AccessLog : IAsyncDisposable
{
    private readonly Channel<(AccessRecord Record, Answer Answer)> _queue =
        Channel.CreateBounded<(AccessRecord, Answer)>(
            new BoundedChannelOptions(Limits.AccessLogQueueMax) { SingleReader = true });

    private readonly Stream? _stream;
    private readonly NodeState _node;
    private readonly HttpMetrics _metrics;
    private readonly Task _writing;

    /// <summary>Starts the writer.</summary>
    /// <param name="stream">Where to; null: nowhere.</param>
    /// <param name="node">Names for each line.</param>
    /// <param name="metrics">Counts what is dropped.</param>
    public AccessLog(Stream? stream, NodeState node, HttpMetrics metrics)
    {
        _stream = stream;
        _node = node;
        _metrics = metrics;
        _writing = stream is null ? Task.CompletedTask : Task.Run(WriteAsync);
    }

    /// <summary>Logs a request that is over. Never waits.</summary>
    public void Add(AccessRecord record, Exchange exchange)
    {
        if (_stream is not null && !_queue.Writer.TryWrite((record, new Answer(exchange))))
        {
            _metrics.LogDropped("queue_full", 1);
        }
    }

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(Limits.AccessLogBatchBytes);
        await using var json = new Utf8JsonWriter(buffer);
        while (await _queue.Reader.WaitToReadAsync())
        {
            var lines = 0;
            while (buffer.WrittenCount < Limits.AccessLogBatchBytes && _queue.Reader.TryRead(out var line))
            {
                json.Reset();
                Write(json, line.Record, line.Answer);
                json.Flush();
                buffer.Write("\n"u8);
                lines++;
            }

            try
            {
                await _stream!.WriteAsync(buffer.WrittenMemory);
                await _stream.FlushAsync();
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                // A full disk must not stop requests, nor later lines once there is room again.
                _metrics.LogDropped("write_failed", lines);
            }

            buffer.ResetWrittenCount();
        }
    }

    private void Write(Utf8JsonWriter json, AccessRecord record, Answer answer)
    {
        json.WriteStartObject();
        json.WriteString("time", record.Time);
        json.WriteString("requestId", record.RequestId);
        json.WriteString("site", record.Site);
        json.WriteString("location", _node.Location);
        json.WriteString("node", _node.Node);
        json.WriteString("client", answer.Client);
        json.WriteString("method", answer.Method);
        json.WriteString("scheme", answer.Scheme);
        json.WriteString("host", record.Host);
        json.WriteString("target", answer.Target);
        json.WriteString("protocol", answer.Protocol);
        json.WriteString("tls", answer.Tls);
        json.WriteNumber("status", answer.Status);
        json.WriteNumber("bytes", answer.Bytes);
        json.WriteNumber("durationMs", Math.Round(record.Duration.TotalMilliseconds, 3));
        json.WriteString("cache", record.Cache);
        if (record.OriginTime is { } time)
        {
            json.WriteNumber("originStatus", record.OriginStatus);
            json.WriteNumber("originMs", Math.Round(time.TotalMilliseconds, 3));
        }

        if (record.OriginError != UpstreamError.None)
        {
            json.WriteString("originError", record.OriginError.ToString());
        }

        if (answer.Cut)
        {
            json.WriteBoolean("cut", true);
        }

        json.WriteEndObject();
    }

    // Copied, since the transport takes the exchange back.
    private readonly record struct Answer(
        string Client, string Method, string Scheme, string Target, string Protocol, string Tls, int Status, long Bytes,
        bool Cut)
    {
        public Answer(Exchange exchange)
            : this(
                exchange.Client.ToString(),
                exchange.Method,
                exchange.Scheme,
                exchange.Target.Length > Limits.LoggedTargetCharsMax
                    ? exchange.Target[..Limits.LoggedTargetCharsMax]
                    : exchange.Target,
                exchange.Protocol,
                exchange.TlsVersion,
                exchange.Status,
                exchange.BytesSent,
                exchange.Cut)
        {
        }
    }
}
