using System.Net;
using Selvedge.Core.Caching;

namespace Selvedge.Edge.Http;

/// <summary>One request and its response, whatever carries them. All that handlers know of the transport.</summary>
internal abstract class Exchange
{
    /// <summary>Case-sensitive.</summary>
    public string Method { get; protected init; } = "";

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; protected init; } = "";

    /// <summary>The Host field or <c>:authority</c>, as it came.</summary>
    public string Authority { get; protected init; } = "";

    /// <summary>The request target, as it came.</summary>
    public string Target { get; protected init; } = "";

    /// <summary><c>HTTP/1.0</c>, <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; protected init; } = "";

    /// <summary>The header fields without Host and pseudo-fields; the handler may change them.</summary>
    public FieldList Fields { get; protected init; } = [];

    /// <summary>The client's address.</summary>
    public IPAddress Client { get; protected init; } = IPAddress.None;

    /// <summary><c>1.2</c> or <c>1.3</c>; empty without TLS.</summary>
    public string TlsVersion { get; protected init; } = "";

    /// <summary>The name that the client's TLS asked for (SNI), lower case; empty without TLS.</summary>
    public string ServerName { get; protected init; } = "";

    /// <summary>Whether a body follows.</summary>
    public bool HasBody { get; protected init; }

    /// <summary>The body's length in bytes; null where it is not announced.</summary>
    public long? BodyBytes { get; protected init; }

    /// <summary>Whether two fields say differently where the body ends: the mark of request smuggling (RFC 9112,
    /// section 6.3).</summary>
    public bool Ambiguous { get; protected init; }

    /// <summary>Cancelled when the client is gone.</summary>
    public CancellationToken Aborted { get; protected init; }

    /// <summary>The status that was sent; 0 before <see cref="Start"/>.</summary>
    public int Status { get; private set; }

    /// <summary>Body bytes handed to the transport.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Whether the response was cut off by <see cref="Abort"/>.</summary>
    public bool Cut { get; private set; }

    /// <summary>The round trip to the client; null where it is not known, and where an exchange of the same connection
    /// has taken it.</summary>
    public abstract TimeSpan? TakeRoundTrip();

    /// <summary>Reads from the request's body.</summary>
    /// <returns>0 at its end.</returns>
    /// <exception cref="RequestBodyException">The body is malformed, too large or too slow, or the client is
    /// gone.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancel);

    /// <summary>Sets status and fields. Once; before the first write.</summary>
    public void Start(int status, FieldList fields)
    {
        Status = status;
        OnStart(status, fields);
    }

    /// <summary>Sends what there is, the header at least.</summary>
    public abstract ValueTask FlushAsync();

    /// <summary>Sends a part of the body, and waits while the client is slower.</summary>
    /// <returns>False where the client is gone.</returns>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> data)
    {
        BytesSent += data.Length;
        return OnWriteAsync(data);
    }

    /// <summary>Cuts the connection (HTTP/1.1) or stream (HTTP/2), so that nobody takes the response for
    /// complete.</summary>
    public void Abort()
    {
        Cut = true;
        OnAbort();
    }

    /// <summary>Hands the header over.</summary>
    protected abstract void OnStart(int status, FieldList fields);

    /// <summary>Hands a part of the body over.</summary>
    protected abstract ValueTask<bool> OnWriteAsync(ReadOnlyMemory<byte> data);

    /// <summary>Cuts.</summary>
    protected abstract void OnAbort();
}
