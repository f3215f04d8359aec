namespace Selvedge.Edge.Http;

/// <summary>One client's place in a <see cref="SharedBody"/>.</summary>
internal sealed class BodyReader(SharedBody body) : IDisposable
{
    /// <summary>Number of the piece, from the body's first on. The body's, under its lock.</summary>
    internal int Piece { get; set; }

    /// <summary>Offset within it. The body's, under its lock.</summary>
    internal int Offset { get; set; }

    /// <summary>The next bytes.</summary>
    /// <returns>Empty at the end.</returns>
    /// <exception cref="UpstreamBodyException">The body broke off.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (body.TryRead(this, out var bytes, out var changed))
            {
                return bytes;
            }

            await changed.WaitAsync(cancel);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => body.Detach(this);
}
