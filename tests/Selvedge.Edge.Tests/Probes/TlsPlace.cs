using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Selvedge.Edge.Tests.Probes;

/// <summary>A server that presents a chain, resumes sessions as servers do, and gives one answer to all.</summary>
internal sealed class TlsPlace : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SslServerAuthenticationOptions _options;
    private readonly string? _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<long> _handshakeBytes = [];
    private readonly Task _serving;

    /// <param name="leaf">Presented first.</param>
    /// <param name="others">Presented after it.</param>
    /// <param name="answer">All that is sent to a request; null: nothing ever.</param>
    public TlsPlace(X509Certificate2 leaf, X509Certificate2Collection others, string? answer)
    {
        _answer = answer;
        _options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, others, offline: true),
        };
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>What the server has sent in each finished handshake.</summary>
    public IReadOnlyList<long> HandshakeBytes
    {
        get
        {
            lock (_handshakeBytes)
            {
                return [.. _handshakeBytes];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await _listener.AcceptAsync(_stop.Token);
                await AnswerAsync(socket);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or AuthenticationException)
            {
                // The probe went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using var counted = new CountedStream(new NetworkStream(socket));
        await using var tls = new SslStream(counted);
        await tls.AuthenticateAsServerAsync(_options, _stop.Token);
        lock (_handshakeBytes)
        {
            _handshakeBytes.Add(counted.Written);
        }

        if (await tls.ReadAsync(new byte[1024], _stop.Token) > 0 && _answer is not null)
        {
            await tls.WriteAsync(Encoding.ASCII.GetBytes(_answer), _stop.Token);
        }

        // Until the probe closes.
        await tls.CopyToAsync(Stream.Null, _stop.Token);
    }

    private sealed class CountedStream(Stream inner) : Stream
    {
        public long Written { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count)
        {
            Written += count;
            inner.Write(buffer, offset, count);
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
