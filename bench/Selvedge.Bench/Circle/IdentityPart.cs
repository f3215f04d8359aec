using System.Net;
using System.Text.Json.Nodes;
using Selvedge.Bench.Figures;
using Selvedge.Harness;

namespace Selvedge.Bench.Circle;

/// <summary>Every file of the example site through every location and version of HTTP, once right after a purge of the
/// whole site and once more: is it what the origin sends?</summary>
internal static class IdentityPart
{
    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CircleNetwork network, CancellationToken cancellation)
    {
        var files = network.Live.SiteFiles;
        var originals = await OriginalsAsync(network.Live.Origin, files, cancellation);
        var (compared, mismatches, hits) = (0, 0, 0);
        foreach (var version in CircleNetwork.Versions)
        {
            await network.Api.PostAsync(
                "/selvedge/v1/purges", new JsonObject { ["site"] = "default/atlas" }, cancellation);
            foreach (var location in LiveNetwork.Locations)
            {
                using var client = network.Live.ClientOf(location);
                foreach (var cached in new[] { false, true })
                {
                    foreach (var file in files)
                    {
                        var (same, hit) = await CompareAsync(client, file, version, originals[file], cancellation);
                        compared++;
                        mismatches += same ? 0 : 1;
                        hits += cached && hit ? 1 : 0;
                    }
                }
            }
        }

        return
        [
            new Figure("identity_mismatches", mismatches, "files", 0),
            new Figure("identity_compared", compared, "files"),
            new Figure("identity_from_cache", hits, "files"),
        ];
    }

    private static async Task<Dictionary<string, byte[]>> OriginalsAsync(
        Uri origin, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = origin };
        Dictionary<string, byte[]> originals = new(StringComparer.Ordinal);
        foreach (var file in files)
        {
            originals[file] = await client.GetByteArrayAsync($"/{file}", cancellation);
        }

        return originals;
    }

    private static async Task<(bool Same, bool Hit)> CompareAsync(
        HttpClient client, string file, Version version, byte[] original, CancellationToken cancellation)
    {
        using var request = CircleNetwork.Get(file, version);
        using var response = await client.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return (
            response.StatusCode == HttpStatusCode.OK && body.AsSpan().SequenceEqual(original),
            response.Headers.TryGetValues("Cache-Status", out var status)
                && status.First().StartsWith("selvedge; hit", StringComparison.Ordinal));
    }
}
