namespace Selvedge.Edge.Http;

/// <summary>A body that is fetched once and read by any number of clients while it comes. As long as it is kept, all of
/// it stays in memory for the cache; once it is not (it grew too large), what every reader has read goes, and the fetch
/// waits for the slowest.</summary>
/// <param name="expected">The announced length; null: unknown.</param>
internal sealed class SharedBody(long? expected)
{
    private readonly Lock _lock = new();
    private readonly List<Piece> _pieces = [];
    private readonly List<BodyReader> _readers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _first;
    private bool _complete;
    private UpstreamBodyException? _failure;

    /// <summary>Bytes that have come.</summary>
    public long Length { get; private set; }

    /// <summary>Whether all of it stays in memory.</summary>
    public bool Keeping { get; private set; } = true;

    /// <summary>A reader from the first byte on.</summary>
    /// <returns>Null where the first bytes are gone.</returns>
    public BodyReader? TryAttach()
    {
        lock (_lock)
        {
            if (!Keeping)
            {
                return null;
            }

            var reader = new BodyReader(this);
            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Where the next bytes go. Never empty.</summary>
    public Memory<byte> Room()
    {
        lock (_lock)
        {
            if (_pieces.Count == 0 || _pieces[^1].Used == _pieces[^1].Bytes.Length)
            {
                var wanted = expected is { } total
                    ? Math.Clamp(total - Length, 1, Limits.ChunkBytes)
                    : Length == 0 ? Limits.ChunkBytes / 8 : Limits.ChunkBytes;
                _pieces.Add(new Piece(new byte[wanted]));
            }

            return _pieces[^1].Bytes.AsMemory(_pieces[^1].Used);
        }
    }

    /// <summary>Publishes bytes that were written there.</summary>
    public void Advance(int count)
    {
        lock (_lock)
        {
            _pieces[^1].Used += count;
            Length += count;
            Pulse();
        }
    }

    /// <summary>From now on nothing is kept for the cache.</summary>
    public void StopKeeping()
    {
        lock (_lock)
        {
            Keeping = false;
            Trim();
        }
    }

    /// <summary>Waits until the slowest reader is near.</summary>
    /// <returns>False where nobody reads any more.</returns>
    public async ValueTask<bool> WaitForReadersAsync()
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_readers.Count == 0)
                {
                    return false;
                }

                if ((long)_pieces.Count * Limits.ChunkBytes <= Limits.WindowBytes)
                {
                    return true;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    /// <summary>All of it has come.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _complete = true;
            Pulse();
        }
    }

    /// <summary>It broke off: every reader gets the exception after the bytes that came.</summary>
    public void Fail(UpstreamBodyException failure)
    {
        lock (_lock)
        {
            _failure = failure;
            Pulse();
        }
    }

    /// <summary>The pieces, once complete and kept; the last one cut to its length.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        foreach (var piece in _pieces.Where(piece => piece.Used > 0))
        {
            yield return piece.Used == piece.Bytes.Length ? piece.Bytes : piece.Bytes.AsSpan(0, piece.Used).ToArray();
        }
    }

    /// <summary>The next bytes for a reader.</summary>
    internal bool TryRead(BodyReader reader, out ReadOnlyMemory<byte> bytes, out Task changed)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            bytes = default;
            while (reader.Piece - _first < _pieces.Count)
            {
                var piece = _pieces[reader.Piece - _first];
                if (reader.Offset < piece.Used)
                {
                    bytes = piece.Bytes.AsMemory(reader.Offset, piece.Used - reader.Offset);
                    reader.Offset = piece.Used;
                    return true;
                }

                if (piece.Used < piece.Bytes.Length)
                {
                    break;
                }

                reader.Piece++;
                reader.Offset = 0;
                if (!Keeping)
                {
                    Trim();
                    Pulse();
                }
            }

            if (_failure is not null)
            {
                throw new UpstreamBodyException(_failure.Error, _failure);
            }

            return _complete;
        }
    }

    /// <summary>The reader leaves.</summary>
    internal void Detach(BodyReader reader)
    {
        lock (_lock)
        {
            _readers.Remove(reader);
            if (!Keeping)
            {
                Trim();
            }

            Pulse();
        }
    }

    private void Trim()
    {
        var needed = _readers.Count == 0 ? int.MaxValue : _readers.Min(reader => reader.Piece);
        while (_first < needed && _pieces.Count > 1)
        {
            _pieces.RemoveAt(0);
            _first++;
        }
    }

    private void Pulse()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Piece(byte[] bytes)
    {
        public byte[] Bytes { get; } = bytes;

        public int Used { get; set; }
    }
}
