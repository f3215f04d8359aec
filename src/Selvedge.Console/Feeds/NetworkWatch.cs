using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Console.Model;

namespace Selvedge.Console.Feeds;

/// <summary>Keeps the picture of the network up to date from the API, and tells when it changed.</summary>
/// <param name="client">Speaks to the API; not disposed here.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where trouble is told.</param>
internal sealed class NetworkWatch(HttpClient client, TimeProvider time, ILogger logger)
{
    private static readonly ImmutableArray<ApiCollection> Needed =
        [ApiCollection.Sites, ApiCollection.Locations, ApiCollection.Nodes];

    private readonly Lock _writing = new();

    private volatile NetworkState _current =
        new(NetworkView.Empty, new Link(time.GetUtcNow(), null, [], "", ""));

    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The picture now.</summary>
    public NetworkState Current => _current;

    /// <summary>Ends at the next change. Take it before reading <see cref="Current"/>.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Reads until cancelled. Never throws for the API's faults.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(
        [
            BeatAsync(cancellation),
            .. Enum.GetValues<ApiCollection>()
                .Select(collection => new ApiFeed(client, collection, time, logger, this).RunAsync(cancellation)),
        ]);

    /// <summary>Takes an answer of the API in.</summary>
    public void Apply(ApiUpdate update) => Set(state => state with { View = NetworkFold.Apply(state.View, update) });

    /// <summary>A collection's watch began to run.</summary>
    public void Watching(ApiCollection collection) => Set(state => state with
    {
        Link = Confirm(
            state.Link with
            {
                Watching = state.Link.Watching.Add(collection),
                Withheld = state.Link.Withheld.Remove(collection),
                Refusal = "",
            },
            heard: false),
    });

    /// <summary>A collection's watch broke.</summary>
    /// <param name="collection">Which.</param>
    /// <param name="refusal">Why the API refused, where it did; else empty.</param>
    /// <param name="absence">Why the API has no such collection, where it has none; else empty.</param>
    public void Broken(ApiCollection collection, string refusal, string absence = "") => Set(state => state with
    {
        Link = state.Link with
        {
            Watching = state.Link.Watching.Remove(collection),
            Refusal = Needed.Contains(collection) ? refusal : state.Link.Refusal,
            Withheld = refusal.Length + absence.Length > 0
                ? state.Link.Withheld.SetItem(collection, refusal + absence)
                : state.Link.Withheld,
        },
    });

    private Link Confirm(Link link, bool heard) =>
        Needed.All(link.Watching.Contains) && (heard || link.Failure.Length == 0)
            ? link with { ConfirmedAt = time.GetUtcNow() }
            : link;

    private void Set(Func<NetworkState, NetworkState> change)
    {
        lock (_writing)
        {
            _current = change(_current);
            var told = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            told.SetResult();
        }
    }

    // A quiet watch on a dead connection looks like a quiet network: only an answer tells them apart.
    private async Task BeatAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var failure = await AskAsync(cancellation);
            Set(state => state with
            {
                Link = failure.Length == 0
                    ? Confirm(state.Link with { Failure = "" }, heard: true)
                    : state.Link with { Failure = failure },
            });
            await Task.Delay(Limits.HeartbeatInterval, time, cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> AskAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Limits.HeartbeatTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var answer = await client.GetAsync(
                new Uri("version", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, either.Token);

            // Any answer below 500 comes from a living API; whether it lets us read is the lists' to say.
            return (int)answer.StatusCode < 500 ? "" : $"it answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException error)
        {
            return Reasons.Of(error);
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
    }
}
