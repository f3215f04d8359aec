using System.Collections.Concurrent;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>Counts what an authority granted, by the first segment of the path; a front may answer in its place; each
/// exchange is a step of the <see cref="KillSwitch"/>.</summary>
internal sealed class WatchedHandler(
    HttpMessageHandler inner,
    ConcurrentDictionary<string, int> granted,
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

        kill?.Step();
        return response;
    }
}
