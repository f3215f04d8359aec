using System.Buffers;
using System.Net;

namespace Selvedge.Edge.Http;

/// <summary>A client's body on its way to the origin: read as fast as the origin takes it.</summary>
internal sealed class ExchangeContent(Exchange exchange) : HttpContent
{
    private readonly CancellationTokenSource _stop = new();
    private Task _copying = Task.CompletedTask;

    /// <summary>Why the client's body broke off; null where it did not.</summary>
    public RequestBodyException? Failure { get; private set; }

    /// <summary>The body's length in bytes; null where it is not announced.</summary>
    public long? Length => exchange.BodyBytes;

    /// <summary>Ends reading and waits for it to end: an exchange that is over must not be read, since its transport
    /// may carry the next one by then.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _copying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _copying = CopyAsync(stream, cancellationToken);
        return _copying;
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = exchange.BodyBytes ?? 0;
        return exchange.BodyBytes is not null;
    }

    private async Task CopyAsync(Stream stream, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stop.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(Limits.ChunkBytes);
        try
        {
            int count;
            while ((count = await exchange.ReadAsync(buffer, either.Token)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, count), either.Token);
                await stream.FlushAsync(either.Token);
            }
        }
        catch (RequestBodyException error)
        {
            Failure = error;
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
