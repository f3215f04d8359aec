using System.Collections.Concurrent;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>Counts what an authority granted, by the first segment of the path, and keeps its complaints; a front may
/// answer in its place; each exchange is a step of the <see cref="KillSwitch"/>.</summary>
internal sealed class WatchedHandler(
    HttpMessageHandler inner,
    ConcurrentDictionary<string, int> granted,
    ConcurrentQueue<string> complaints,
    KillSwitch? kill = null,
    Func<HttpRequestMessage, HttpResponseMessage?>? front = null)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        kill?.BeAlive();
        var response = front?.Invoke(request)
            ?? await base.SendAsync(request, kill is null ? cancellationToken : CancellationToken.None);
        var what = request.RequestUri!.Segments.ElementAtOrDefault(1)?.TrimEnd('/') ?? "";
        granted.AddOrUpdate("all", 1, (_, count) => count + 1);
        if (response.IsSuccessStatusCode)
        {
            granted.AddOrUpdate(what, 1, (_, count) => count + 1);
        }

        // Of a refusal, and of an order or an authorization that the authority judged against.
        var body = await response.Content.ReadAsStringAsync(CancellationToken.None);
        if (body.Contains("urn:ietf:params:acme:error:", StringComparison.Ordinal))
        {
            complaints.Enqueue($"{request.RequestUri.AbsolutePath} {(int)response.StatusCode} {body}");
        }

        kill?.Step();
        return response;
    }
}
