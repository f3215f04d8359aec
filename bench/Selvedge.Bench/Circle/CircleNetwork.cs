using System.Net;
using System.Text.Json.Nodes;
using Selvedge.Commands;
using Selvedge.Commands.Network;
using Selvedge.Configuration;
using Selvedge.Harness;

namespace Selvedge.Bench.Circle;

/// <summary>A running network and its API.</summary>
/// <param name="live">The processes; stopped in the end.</param>
/// <param name="progress">Where people read.</param>
internal sealed class CircleNetwork(LiveNetwork live, Progress progress) : IAsyncDisposable
{
    private static readonly TimeSpan ServiceableLimit = TimeSpan.FromSeconds(60);

    /// <summary>The processes.</summary>
    public LiveNetwork Live { get; } = live;

    /// <summary>The API, as the administrator.</summary>
    public ApiClient Api { get; } = ApiClient.Open(live.Kubeconfig);

    /// <summary>Tells a person why something counts as failed.</summary>
    public void Note(string text) => progress.Note(text);

    /// <summary>Server-side apply of a document, as <c>selvedge apply</c> does it.</summary>
    public Task<JsonObject> ApplyAsync(string path, JsonObject document, CancellationToken cancellation) =>
        Api.SendAsync(
            HttpMethod.Patch,
            $"{path}?fieldManager=bench&fieldValidation=Strict",
            document.ToJsonString(),
            "application/apply-patch+yaml",
            cancellation);

    /// <summary>Waits until every site is serviceable everywhere and no place is held.</summary>
    public Task ServiceableAsync(CancellationToken cancellation) => LiveNetwork.UntilAsync(
        async () =>
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var (_, table) = await WhyCommand.VerdictsAsync(Api, cancellation);
                return table.Verdicts.Length > 0
                    && table.Verdicts.All(verdict => verdict is { Serviceable: true, Held: null });
            }
            catch (UsageException)
            {
                // The API is not back yet.
                return false;
            }
        },
        ServiceableLimit,
        "every place is serviceable");

    /// <summary>A request for a file of the site, over exactly one version of HTTP.</summary>
    public static HttpRequestMessage Get(string file, Version version) => new(HttpMethod.Get, $"/{file}")
    {
        Version = version,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>The versions of HTTP that every location serves.</summary>
    public static IReadOnlyList<Version> Versions { get; } = [HttpVersion.Version11, HttpVersion.Version20];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Live.DisposeAsync();
    }
}
