using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Selvedge.Edge.Http;

/// <summary>Hands Kestrel's requests to the handler, without a pipeline between them.</summary>
internal sealed class KestrelApplication(EdgeHandler handler) : IHttpApplication<KestrelExchange>
{
    /// <inheritdoc/>
    public KestrelExchange CreateContext(IFeatureCollection contextFeatures) => new(contextFeatures);

    /// <inheritdoc/>
    public Task ProcessRequestAsync(KestrelExchange context) => handler.HandleAsync(context);

    /// <inheritdoc/>
    public void DisposeContext(KestrelExchange context, Exception? exception)
    {
        // Nothing is held beyond the request.
    }
}
