using System.Text;

namespace Selvedge.Control.NodeGroups;

/// <summary>What a process writes, up to a limit; the newest is kept. The rest is read and dropped, so that the process
/// never waits for a reader.</summary>
/// <param name="stream">Where from.</param>
/// <param name="bytesMax">How much is kept.</param>
/// <param name="overflow">Called once it writes more; null: nobody minds.</param>
internal sealed class ProcessText(Stream stream, int bytesMax, Action? overflow)
{
    private readonly byte[] _buffer = new byte[bytesMax * 2];
    private int _length;

    /// <summary>Whether it wrote more.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>What is kept, as UTF-8.</summary>
    public string Text =>
        Encoding.UTF8.GetString(_buffer, Math.Max(0, _length - bytesMax), Math.Min(_length, bytesMax));

    /// <summary>Reads to the end, or until cancelled. Does not throw: what was read until then is there.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (await stream.ReadAsync(_buffer.AsMemory(_length), cancellation) is > 0 and var count)
            {
                _length += count;
                if (_length > bytesMax && !IsTooLong)
                {
                    IsTooLong = true;
                    overflow?.Invoke();
                }

                if (_length == _buffer.Length)
                {
                    _buffer.AsSpan(bytesMax).CopyTo(_buffer);
                    _length = bytesMax;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Ended from outside, or the other end broke: there is no more to read.
        }
    }
}
