namespace Selvedge.Edge.Http;

/// <summary>Where a site's content comes from.</summary>
internal interface IUpstream : IDisposable
{
    /// <summary>Sends a request and waits for the response's header.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="cancel">The client is gone.</param>
    Task<UpstreamResult> SendAsync(UpstreamRequest request, CancellationToken cancel);
}
