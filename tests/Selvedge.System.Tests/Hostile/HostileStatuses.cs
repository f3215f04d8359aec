using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NATS.Client.Core;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Hostile;

/// <summary>What a node that somebody took over could say of itself, with its own key on its own subject.</summary>
internal sealed class HostileStatuses : IAsyncDisposable
{
    private const int RefusalsMany = 1_000;

    private readonly NatsConnection _client;
    private readonly string _subject;
    private readonly string _genuine;

    private HostileStatuses(NatsConnection client, string subject, string genuine) =>
        (_client, _subject, _genuine) = (client, subject, genuine);

    /// <summary>Connects as the node and hears how its true statuses look.</summary>
    public static async Task<HostileStatuses> OpenAsync(LiveNetwork network, string location)
    {
        var subject = $"selvedge.status.{location}.{location}-1";
        var complaints = new ConcurrentQueue<string>();
        await using var control = BusAccess.Client(network, "control", complaints);
        await using var heard = await control.SubscribeCoreAsync<byte[]>(
            subject, cancellationToken: TestContext.Current.CancellationToken);
        var genuine = await heard.Msgs.ReadAsync(TestContext.Current.CancellationToken);
        var client = BusAccess.Client(network, $"{location}-1", complaints);
        await client.ConnectAsync();
        return new HostileStatuses(client, subject, Encoding.UTF8.GetString(genuine.Data!));
    }

    /// <summary>Says everything.</summary>
    public async Task SendAllAsync(int seed)
    {
        foreach (var text in Malformed().Concat(Absurd()))
        {
            await SendAsync(Encoding.UTF8.GetBytes(text));
        }

        foreach (var noise in HostileBytes.Streams(seed))
        {
            await SendAsync(noise);
        }

        await _client.PingAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private ValueTask SendAsync(byte[] bytes) => _client.PublishAsync(
        _subject, bytes, cancellationToken: TestContext.Current.CancellationToken);

    private IEnumerable<string> Malformed()
    {
        for (var length = 0; length < _genuine.Length; length += 40)
        {
            yield return _genuine[..length];
        }

        yield return "null";
        yield return "[]";
        yield return new string('[', 50_000);
        yield return _genuine + new string(' ', 600 * 1024);
        yield return With("node", "nyc-1");
        yield return With("location", "nyc");
        foreach (var list in new[] { "refusals", "backends", "observations", "load", "instance", "upFor" })
        {
            yield return With(list, null);
            yield return With(list, new JsonArray(null, null));
        }
    }

    // Well formed, each of another instance, so that the node's own next word counts again.
    private IEnumerable<string> Absurd()
    {
        yield return Fresh("sequence", long.MaxValue);
        yield return Fresh("sequence", long.MinValue);
        yield return Fresh("snapshotEpoch", long.MaxValue);
        yield return Fresh("purgeSequence", long.MinValue);
        yield return Fresh("upFor", "3650d");
        yield return Fresh("version", new string('v', 10_000));
        yield return Fresh("load", JsonNode.Parse(
            """
            {"pressure": 1e308, "cpuShare": -1e308, "requestsInFlight": -1, "requestsPerSecond": 1e300,
             "memoryBytes": -1}
            """));
        yield return Fresh("observations", JsonNode.Parse(
            """
            [{"site": "default/atlas", "node": "nyc-1", "reached": false, "certificateValid": false,
              "reason": "\u0000\u001b[31m", "detail": "line\nline", "age": "3650d", "latency": "3650d"},
             {"site": "default/none", "node": "none-1", "reached": true, "certificateValid": true,
              "reason": "", "detail": "", "age": "0s", "latency": "0s"}]
            """));
        var refusals = Enumerable.Range(0, RefusalsMany).Select(index => new JsonObject
        {
            ["key"] = string.Create(CultureInfo.InvariantCulture, $"site.default.{index}"),
            ["hash"] = "",
            ["reason"] = "\u202Ereversed",
        });
        yield return Fresh("refusals", new JsonArray([.. refusals]));
        yield return Fresh("backends", new JsonArray([.. Enumerable.Repeat(0, 3).Select(_ => new JsonObject
        {
            ["site"] = "default/atlas",
            ["ready"] = true,
            ["reason"] = "",
            ["detail"] = "",
        })]));
    }

    private string Fresh(string member, JsonNode? value)
    {
        var status = JsonNode.Parse(_genuine)!.AsObject();
        status["instance"] = $"hostile-{member}";
        status[member] = value;
        return status.ToJsonString();
    }

    private string With(string member, JsonNode? value)
    {
        var status = JsonNode.Parse(_genuine)!.AsObject();
        status[member] = value;
        return status.ToJsonString();
    }
}
