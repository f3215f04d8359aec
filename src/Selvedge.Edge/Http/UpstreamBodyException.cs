namespace Selvedge.Edge.Http;

/// <summary>An origin's body broke off.</summary>
/// <param name="error">How.</param>
/// <param name="inner">What the transport said.</param>
internal sealed class UpstreamBodyException(UpstreamError error, Exception inner)
    : IOException("The origin's body broke off.", inner)
{
    /// <summary>How.</summary>
    public UpstreamError Error { get; } = error;
}
