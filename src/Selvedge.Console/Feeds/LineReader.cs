namespace Selvedge.Console.Feeds;

/// <summary>Reads lines from a stream, each as soon as its end arrives.</summary>
/// <param name="stream">Newline-delimited; not disposed here.</param>
/// <param name="lineBytesMax">A longer line ends the reading with an <see cref="IOException"/>.</param>
internal sealed class LineReader(Stream stream, int lineBytesMax)
{
    private byte[] _buffer = new byte[64 * 1024];

    private int _start;

    private int _end;

    /// <summary>The next line that is not empty, without its end; valid until the next call. Null at the end of the
    /// stream; what follows the last newline is an unfinished line and is dropped.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + at - _start);
                searched = _start = searched + at + 1;
                if (line.Length > 0 && line.Span is not [(byte)'\r'])
                {
                    return line;
                }

                continue;
            }

            searched = _end;
            MakeRoom(ref searched);
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }

    private void MakeRoom(ref int searched)
    {
        if (_end < _buffer.Length)
        {
            return;
        }

        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (searched, _end, _start) = (searched - _start, _end - _start, 0);
            return;
        }

        if (_buffer.Length >= lineBytesMax)
        {
            throw new IOException($"A line is longer than {lineBytesMax} bytes.");
        }

        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, lineBytesMax));
    }
}
