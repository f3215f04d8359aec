using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Selvedge.Console.Model;

namespace Selvedge.Console.Feeds;

/// <summary>Lists one collection, then watches it; resumes a watch that ended where it ended, lists anew after 410
/// Gone, and backs off after a failure.</summary>
/// <param name="client">Speaks to the API.</param>
/// <param name="collection">Which collection.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where trouble is told.</param>
/// <param name="watch">Where the answers go.</param>
internal sealed class ApiFeed(
    HttpClient client, ApiCollection collection, TimeProvider time, ILogger logger, NetworkWatch watch)
{
    private const int Gone = 410;

    private readonly string _path = collection == ApiCollection.Events
        ? "api/v1/events"
        : "apis/selvedge.dev/v1/" + collection.ToString().ToLowerInvariant();

    private string _resourceVersion = "";

    private TimeSpan _backOff = Limits.BackOffMin;

    /// <summary>Reads until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (_resourceVersion.Length == 0)
                {
                    await ListAsync(cancellation);
                }

                await WatchAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (ApiFault fault)
            {
                _resourceVersion = fault.Status == Gone ? "" : _resourceVersion;
                watch.Broken(collection, fault.Refused ? fault.Message : "", fault.Absent ? fault.Message : "");
                Log.FeedBroken(logger, _path, fault.Message);
                await WaitAsync(fault.Status == Gone ? Limits.BackOffMin : NextBackOff(), cancellation);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or JsonException
                or OperationCanceledException or InvalidOperationException)
            {
                watch.Broken(collection, "");
                Log.FeedBroken(logger, _path, error.Message);
                await WaitAsync(NextBackOff(), cancellation);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellation)
    {
        using var answer = await GetAsync(_path, cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        var items = ApiJson.Items(ApiJson.Member(document.RootElement, "items"))
            .Select(item => item.Clone()).ToImmutableArray();
        watch.Apply(new ApiUpdate(collection, ApiChange.Listed, items, time.GetUtcNow()));
        _resourceVersion = ApiJson.Text(ApiJson.Member(document.RootElement, "metadata", "resourceVersion"));
        if (_resourceVersion.Length == 0)
        {
            throw new InvalidOperationException("The list has no resourceVersion to watch from.");
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        using var end = new CancellationTokenSource(Limits.WatchDuration, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellation);
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"{_path}?watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(_resourceVersion)}");
        using var answer = await GetAsync(query, cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        watch.Watching(collection);
        var lines = new LineReader(body, Limits.ApiAnswerBytesMax);
        try
        {
            while (await lines.ReadAsync(either.Token) is { } line)
            {
                Take(line);
                _backOff = Limits.BackOffMin;
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Resumed at once, where it ended.
            return;
        }

        // A server that ends watches at once must not be asked in a tight loop.
        watch.Broken(collection, "");
        await WaitAsync(Limits.BackOffMin, cancellation);
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        var type = ApiJson.Text(ApiJson.Member(document.RootElement, "type"));
        var subject = ApiJson.Member(document.RootElement, "object");
        if (type == "ERROR")
        {
            var code = ApiJson.Member(subject, "code");
            throw new ApiFault(
                code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var status) ? status : 500,
                ApiJson.Text(ApiJson.Member(subject, "message")));
        }

        ApiChange? change = type switch
        {
            "ADDED" or "MODIFIED" => ApiChange.Put,
            "DELETED" => ApiChange.Removed,
            _ => null,
        };
        if (change is { } known)
        {
            watch.Apply(new ApiUpdate(collection, known, [subject.Clone()], time.GetUtcNow()));
        }

        var version = ApiJson.Text(ApiJson.Member(subject, "metadata", "resourceVersion"));
        _resourceVersion = version.Length > 0 ? version : _resourceVersion;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellation)
    {
        var answer = await client.GetAsync(
            new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return answer;
        }

        var status = (int)answer.StatusCode;
        answer.Dispose();
        throw new ApiFault(status, $"the API answered {status} to {_path}");
    }

    private TimeSpan NextBackOff()
    {
        var wait = _backOff;
        _backOff = TimeSpan.FromTicks(Math.Min(_backOff.Ticks * 2, Limits.BackOffMax.Ticks));
        return wait;
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellation) =>
        await Task.Delay(wait, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
