namespace Selvedge.Edge.Http;

/// <summary>A request's body could not be read.</summary>
/// <param name="status">The status that tells the client: 400, 408 or 413.</param>
/// <param name="inner">What the transport said.</param>
internal sealed class RequestBodyException(int status, Exception inner)
    : IOException("The request's body could not be read.", inner)
{
    /// <summary>The status that tells the client.</summary>
    public int Status { get; } = status;
}
