using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Bus;

/// <summary>A node's end of the bus. Connects without end and never throws because the server is away.</summary>
/// <remarks>New values come as messages at once and may be missed; so on every connection that
/// <see cref="ConnectionsAsync"/> names, and every few seconds, read the newest ones. The subscriptions stand before a
/// connection is named: what is read then and what comes as message leave no gap. One reader for each stream of
/// messages.</remarks>
public sealed class NodeBus : IAsyncDisposable
{
    /// <summary>The header that says why a command could not be done.</summary>
    internal const string ReasonHeader = "Selvedge-Reason";

    // The server adds it to answers of direct gets. Control's puts never have it, so a message with it was sent by a
    // node that named this subject for its answer.
    private const string ForgedHeader = "Nats-Stream";

    private readonly BusConnection _connection;
    private readonly string _node;
    private readonly string _location;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private INatsSub<byte[]?>? _snapshots;
    private INatsSub<byte[]?>? _verdicts;
    private INatsSub<byte[]?>? _purges;
    private INatsSub<byte[]?>? _commands;

    /// <summary>Starts to connect.</summary>
    /// <param name="endpoint">Where and as whom.</param>
    /// <param name="node">This node's name, as in the server's configuration.</param>
    /// <param name="location">Its location.</param>
    /// <param name="time">For waits.</param>
    /// <param name="logger">For logs.</param>
    public NodeBus(
        BusEndpoint endpoint, string node, string location, TimeProvider time, ILogger<NodeBus> logger)
    {
        _node = node;
        _location = location;
        _logger = logger;
        _connection = new BusConnection(
            endpoint, $"node {node}", BusSubjects.InboxPrefix(node), SubscribeAsync, time, logger);
    }

    /// <summary>Whether the bus can be used now.</summary>
    public bool IsConnected => _connection.IsConnected;

    /// <summary>The present connection, then each new one, until cancelled.</summary>
    public IAsyncEnumerable<long> ConnectionsAsync(CancellationToken cancellation) =>
        _connection.ConnectionsAsync(cancellation);

    /// <summary>New values of this location's snapshot: sections and <c>manifest</c>.</summary>
    public IAsyncEnumerable<BusMessage> SnapshotsAsync(CancellationToken cancellation) => MessagesAsync(
        () => _snapshots!, BusSubjects.Key(BusSubjects.Snapshots, BusSubjects.Section(_location, "")), cancellation);

    /// <summary>New verdict tables: <c>table</c>, then <c>head</c>.</summary>
    public IAsyncEnumerable<BusMessage> VerdictsAsync(CancellationToken cancellation) =>
        MessagesAsync(() => _verdicts!, BusSubjects.Key(BusSubjects.Verdicts, ""), cancellation);

    /// <summary>New purges: <c>p1</c>, <c>p2</c>, ... and <c>head</c>.</summary>
    public IAsyncEnumerable<BusMessage> PurgesAsync(CancellationToken cancellation) =>
        MessagesAsync(() => _purges!, BusSubjects.Key(BusSubjects.Purges, ""), cancellation);

    /// <summary>Reads the location's manifest.</summary>
    public ValueTask<BusRead> ReadManifestAsync(CancellationToken cancellation) =>
        ReadSectionAsync(BusSubjects.ManifestKey, cancellation);

    /// <summary>Reads a section of the location's snapshot.</summary>
    public ValueTask<BusRead> ReadSectionAsync(string key, CancellationToken cancellation) =>
        _connection.ReadAsync(BusSubjects.Snapshots, BusSubjects.Section(_location, key), cancellation);

    /// <summary>Reads which verdict table is the newest.</summary>
    public ValueTask<BusRead> ReadVerdictHeadAsync(CancellationToken cancellation) =>
        _connection.ReadAsync(BusSubjects.Verdicts, BusSubjects.HeadKey, cancellation);

    /// <summary>Reads the newest verdict table.</summary>
    public ValueTask<BusRead> ReadVerdictsAsync(CancellationToken cancellation) =>
        _connection.ReadAsync(BusSubjects.Verdicts, BusSubjects.TableKey, cancellation);

    /// <summary>Reads how far the log of purges reaches.</summary>
    public ValueTask<BusRead> ReadPurgeHeadAsync(CancellationToken cancellation) =>
        _connection.ReadAsync(BusSubjects.Purges, BusSubjects.HeadKey, cancellation);

    /// <summary>Reads one purge of the log.</summary>
    public ValueTask<BusRead> ReadPurgeAsync(long sequence, CancellationToken cancellation) =>
        _connection.ReadAsync(BusSubjects.Purges, PurgeKey(sequence), cancellation);

    /// <summary>Sends this node's status; lost without trace where the bus is away.</summary>
    public async ValueTask<BusResult> PublishStatusAsync(NodeStatus status, CancellationToken cancellation)
    {
        var bytes = CoreJson.Write(status);
        return bytes.Length > BusLimits.StatusBytesMax
            ? BusResult.Failure($"The status has {bytes.Length} bytes, more than {BusLimits.StatusBytesMax}.")
            : await SendAsync("Sending a status", BusSubjects.Status(_location, _node), bytes, null, cancellation);
    }

    /// <summary>Every command for this node, until cancelled.</summary>
    public async IAsyncEnumerable<NodeCommand> CommandsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await _ready.Task.WaitAsync(cancellation);
        await foreach (var message in _commands!.Msgs.ReadAllAsync(cancellation))
        {
            if (IsGenuine(message))
            {
                var verb = message.Subject[(message.Subject.LastIndexOf('.') + 1)..];
                yield return new NodeCommand(verb, message.Data ?? [], message.ReplyTo ?? "");
            }
        }
    }

    /// <summary>Answers a command.</summary>
    /// <param name="command">Which.</param>
    /// <param name="payload">The verb's own.</param>
    /// <param name="reason">Why it could not be done, one sentence; empty where it was.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<BusResult> ReplyAsync(
        NodeCommand command, ReadOnlyMemory<byte> payload, string reason, CancellationToken cancellation)
    {
        var headers = reason.Length == 0 ? null : new NatsHeaders { [ReasonHeader] = OneLine(reason) };
        return command.ReplyTo.Length == 0
            ? ValueTask.FromResult(BusResult.Success)
            : SendAsync("Replying", command.ReplyTo, payload, headers, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>The key of a purge.</summary>
    internal static string PurgeKey(long sequence) => string.Create(CultureInfo.InvariantCulture, $"p{sequence}");

    // A header's value is one line of ASCII.
    private static string OneLine(string reason) =>
        string.Concat(reason.Take(500).Select(character => character is >= ' ' and < '\u007f' ? character : ' '));

    private ValueTask<BusResult> SendAsync(
        string operation,
        string subject,
        ReadOnlyMemory<byte> bytes,
        NatsHeaders? headers,
        CancellationToken cancellation) => _connection.TryAsync(
            operation,
            limit => _connection.Nats.PublishAsync(subject, bytes, headers, cancellationToken: limit),
            cancellation);

    private async ValueTask SubscribeAsync(NatsConnection nats, CancellationToken cancellation)
    {
        ValueTask<INatsSub<byte[]?>> To(string subject) =>
            nats.SubscribeCoreAsync<byte[]?>(subject, cancellationToken: cancellation);

        _snapshots ??= await To(BusSubjects.Key(BusSubjects.Snapshots, BusSubjects.Section(_location, ">")));
        _verdicts ??= await To(BusSubjects.Key(BusSubjects.Verdicts, ">"));
        _purges ??= await To(BusSubjects.Key(BusSubjects.Purges, ">"));
        _commands ??= await To(BusSubjects.Ask(_node, ">"));
        _ready.TrySetResult();
    }

    private async IAsyncEnumerable<BusMessage> MessagesAsync(
        Func<INatsSub<byte[]?>> subscription, string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await _ready.Task.WaitAsync(cancellation);
        await foreach (var message in subscription().Msgs.ReadAllAsync(cancellation))
        {
            if (IsGenuine(message))
            {
                yield return new BusMessage(message.Subject[prefix.Length..], message.Data ?? []);
            }
        }
    }

    private bool IsGenuine(NatsMsg<byte[]?> message)
    {
        if (message.Headers?.ContainsKey(ForgedHeader) != true)
        {
            return true;
        }

        BusMetrics.Drop("forged");
        Log.BusDropped(_logger, message.Subject, "forged");
        return false;
    }
}
