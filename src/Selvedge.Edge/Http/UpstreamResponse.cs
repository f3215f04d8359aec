using Selvedge.Core.Caching;

namespace Selvedge.Edge.Http;

/// <summary>An origin's response whose body is still to be read.</summary>
internal sealed class UpstreamResponse : IDisposable
{
    private readonly HttpResponseMessage _message;
    private readonly Stream _body;
    private readonly TimeSpan _idle;
    private readonly CancellationTokenSource _timeout;
    private readonly TimeProvider _time;
    private CancellationTokenRegistration _clientGone;
    private HeldBody? _held;

    /// <summary>Takes the message over.</summary>
    public UpstreamResponse(
        HttpResponseMessage message, Stream body, FieldList fields, long? length, bool delimited, TimeSpan idle,
        TimeProvider time)
    {
        _message = message;
        _body = body;
        _idle = idle;
        _time = time;
        _timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Fields = fields;
        Length = length;
        Delimited = delimited;
    }

    /// <summary>Status code.</summary>
    public int Status => (int)_message.StatusCode;

    /// <summary>End-to-end fields without Content-Length.</summary>
    public FieldList Fields { get; }

    /// <summary>The announced length of the body; null where there is none.</summary>
    public long? Length { get; }

    /// <summary>Whether a cut-off body can be told from a complete one: by length or by chunks.</summary>
    public bool Delimited { get; }

    /// <summary>Ends reading when the client is gone. For a body that only one client reads.</summary>
    public void EndWith(CancellationToken client) =>
        _clientGone = client.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _timeout);

    /// <summary>Takes in the beginning of the body (<see cref="HeldBody"/>), once and before anything is read. Of a
    /// long one, or of a stream of events, nothing.</summary>
    /// <returns>Why it broke off; <see cref="UpstreamError.None"/>: it did not, so far.</returns>
    public async Task<UpstreamError> HoldAsync()
    {
        if (Length is null ? IsEventStream() : Length is 0 or > Limits.HoldBytes)
        {
            return UpstreamError.None;
        }

        _held = new HeldBody(ReadBodyAsync, _time);
        try
        {
            await _held.FillAsync((int?)Length);
            return UpstreamError.None;
        }
        catch (UpstreamBodyException error)
        {
            return error.Error;
        }
    }

    /// <summary>Reads from the body.</summary>
    /// <returns>0 at its proper end.</returns>
    /// <exception cref="UpstreamBodyException">It broke off, or paused for too long.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> into) => _held?.ReadAsync(into) ?? ReadBodyAsync(into);

    /// <summary>Gives the connection back, or closes it where the body was not read to its end.</summary>
    public void Dispose()
    {
        _clientGone.Dispose();
        _message.Dispose();
        Interlocked.Exchange(ref _held, null)?.Dispose();
        _timeout.Dispose();
    }

    private bool IsEventStream() => Fields.First("Content-Type")
        ?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;

    private async ValueTask<int> ReadBodyAsync(Memory<byte> into)
    {
        try
        {
            var read = _body.ReadAsync(into, _timeout.Token);
            if (read.IsCompleted)
            {
                return await read;
            }

            _timeout.CancelAfter(_idle);
            var count = await read;
            _timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            return count;
        }
        catch (OperationCanceledException error)
        {
            throw new UpstreamBodyException(UpstreamError.BodyTimeout, error);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            var invalid = error is HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse };
            throw new UpstreamBodyException(
                invalid ? UpstreamError.ResponseInvalid : UpstreamError.ResponseEnded, error);
        }
    }
}
