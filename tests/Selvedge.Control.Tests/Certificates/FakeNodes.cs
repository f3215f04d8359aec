using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>Plays the nodes: answers what stands in <c>status.challenges</c> of the store, over HTTP itself and over
/// DNS through pebble's test server.</summary>
internal sealed class FakeNodes : IAsyncDisposable
{
    private readonly WebApplication _http;
    private readonly ConcurrentDictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CertificateChallenge, bool> _live = new();

    private FakeNodes(WebApplication http) => _http = http;

    /// <summary>Where the authority has to ask.</summary>
    public int HttpPort { get; private set; }

    /// <summary>Whether wrong answers are given.</summary>
    public bool Lie { get; set; }

    /// <summary>Whether the epoch never arrives.</summary>
    public bool AreStuck { get; set; }

    /// <summary>Every challenge ever seen.</summary>
    public IEnumerable<CertificateChallenge> Seen => _live.Keys;

    public static async Task<FakeNodes> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var http = builder.Build();
        var nodes = new FakeNodes(http);
        http.Run(context => nodes.AnswerAsync(context));
        await http.StartAsync();
        var addresses = http.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        nodes.HttpPort = new Uri(addresses.Addresses.First()).Port;
        return nodes;
    }

    /// <summary>Follows a store until cancelled.</summary>
    public async Task FollowAsync(IResourceStore store, Pebble pebble, CancellationToken cancellation)
    {
        try
        {
            await foreach (var change in store.WatchAsync(ResourceNames.Certificates, null, 0, cancellation))
            {
                var certificate = CoreJson.Read<Certificate>(change.Resource.Document);
                foreach (var challenge in certificate.Status.Challenges.Where(one => !_live.ContainsKey(one)))
                {
                    var answer = Lie ? "a-lie" : challenge.Answer;
                    if (challenge.Type == "dns-01")
                    {
                        await pebble.SetTxtAsync($"_acme-challenge.{challenge.Hostname}", answer, cancellation);
                    }
                    else
                    {
                        _answers[challenge.Token] = answer;
                    }

                    _live[challenge] = true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary>What the composition root will answer from the nodes' epochs.</summary>
    public ValueTask<bool> AreLive(
        ImmutableArray<CertificateChallenge> challenges, CancellationToken cancellation) =>
        new(!AreStuck && challenges.All(_live.ContainsKey));

    /// <summary>Waits until these would be answered, stuck or not.</summary>
    public async Task UntilSeenAsync(
        ImmutableArray<CertificateChallenge> challenges, CancellationToken cancellation)
    {
        while (!challenges.All(_live.ContainsKey))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var token = context.Request.Path.Value!.Split('/')[^1];
        if (_answers.TryGetValue(token, out var answer))
        {
            await context.Response.WriteAsync(answer);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
