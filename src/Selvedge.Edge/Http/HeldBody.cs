using System.Buffers;

namespace Selvedge.Edge.Http;

/// <summary>The beginning of an origin's body, taken in before anyone is told of the response: what breaks off so early
/// can still be asked of another. A short body is held whole; of one without an announced length, what comes within
/// <see cref="Limits.HoldWait"/>.</summary>
/// <param name="read">Reads on in the body; not called again before it has answered.</param>
/// <param name="time">The clock of the wait.</param>
internal sealed class HeldBody(Func<Memory<byte>, ValueTask<int>> read, TimeProvider time) : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Limits.HoldBytes);
    private ReadOnlyMemory<byte> _held;
    private int _filled;
    private Task<int>? _awaited;

    /// <summary>Takes the beginning in, once.</summary>
    /// <param name="length">The announced length of the body, at most <see cref="Limits.HoldBytes"/>; null:
    /// none.</param>
    /// <exception cref="UpstreamBodyException">It broke off, or paused for too long.</exception>
    public async Task FillAsync(int? length)
    {
        var (began, room) = (time.GetTimestamp(), length ?? Limits.HoldBytes);
        while (_filled < room)
        {
            var next = read(_buffer.AsMemory(_filled, room - _filled)).AsTask();
            if (length is null && !await IsSoonAsync(next, Limits.HoldWait - time.GetElapsedTime(began)))
            {
                _awaited = next;
                break;
            }

            var count = await next;
            if (count == 0)
            {
                break;
            }

            _filled += count;
        }

        _held = _buffer.AsMemory(0, _filled);
    }

    /// <summary>Gives what is held, then what comes.</summary>
    /// <returns>0 at its proper end.</returns>
    /// <exception cref="UpstreamBodyException">It broke off, or paused for too long.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> into)
    {
        if (!_held.IsEmpty)
        {
            return new ValueTask<int>(Take(into));
        }

        return _awaited is { } awaited ? ReadAwaitedAsync(awaited, into) : read(into);
    }

    /// <summary>Gives the memory back, unless somebody still writes into it.</summary>
    public void Dispose()
    {
        if (_awaited is null or { IsCompleted: true })
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    // A failure is for whoever reads on.
    private async Task<bool> IsSoonAsync(Task next, TimeSpan wait)
    {
        if (!next.IsCompleted && wait > TimeSpan.Zero)
        {
            await next.WaitAsync(wait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return next.IsCompleted;
    }

    private async ValueTask<int> ReadAwaitedAsync(Task<int> awaited, Memory<byte> into)
    {
        var count = await awaited;
        _awaited = null;
        _held = _buffer.AsMemory(_filled, count);
        return Take(into);
    }

    private int Take(Memory<byte> into)
    {
        var count = Math.Min(into.Length, _held.Length);
        _held[..count].CopyTo(into);
        _held = _held[count..];
        return count;
    }
}
