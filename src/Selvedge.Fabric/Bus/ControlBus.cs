using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Fabric.Bus;

/// <summary>The control plane's end of the bus. Connects without end; nothing here throws because the server is away:
/// operations return why they could not be done and may be repeated at will.</summary>
/// <remarks>The server may lose everything at any time. On every connection that <see cref="ConnectionsAsync"/> names,
/// call <see cref="EnsureBucketsAsync"/>, <see cref="RestorePurgesAsync"/> and publish all snapshots and verdicts
/// again: what the bus still holds is not sent twice. Thread-safe.</remarks>
public sealed partial class ControlBus : IAsyncDisposable
{
    private readonly BusConnection _connection;
    private readonly NatsJSContext _stream;
    private readonly string _lineage;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _asks = new(BusLimits.AsksInFlight);

    /// <summary>Starts to connect.</summary>
    /// <param name="endpoint">Where and as whom.</param>
    /// <param name="lineage">Names the store; another store's epochs and sequences begin anew, and nodes take them
    /// although they are lower. Must be the same for as long as the store is.</param>
    /// <param name="time">For waits and latencies.</param>
    /// <param name="logger">For logs.</param>
    public ControlBus(BusEndpoint endpoint, string lineage, TimeProvider time, ILogger<ControlBus> logger)
    {
        _lineage = lineage;
        _time = time;
        _logger = logger;
        _connection = new BusConnection(
            endpoint, "control", BusSubjects.InboxPrefix("control"), (_, _) => ValueTask.CompletedTask, time, logger);
        _stream = new NatsJSContext(_connection.Nats);
    }

    /// <summary>Whether the bus can be used now.</summary>
    public bool IsConnected => _connection.IsConnected;

    /// <summary>The present connection, then each new one, until cancelled: publish everything on each.</summary>
    public IAsyncEnumerable<long> ConnectionsAsync(CancellationToken cancellation) =>
        _connection.ConnectionsAsync(cancellation);

    /// <summary>Makes the buckets where they are missing.</summary>
    public async ValueTask<BusResult> EnsureBucketsAsync(CancellationToken cancellation)
    {
        foreach (var config in new[]
        {
            Bucket(BusSubjects.Snapshots), Bucket(BusSubjects.Verdicts),
            // The head is written with every purge, so what goes first is always the oldest purge.
            Bucket(BusSubjects.Purges) with { MaxMsgs = BusLimits.PurgesKept + 1, Discard = StreamConfigDiscard.Old },
        })
        {
            var result = await _connection.TryAsync(
                "Making a bucket",
                async limit => await _stream.CreateOrUpdateStreamAsync(config, limit),
                cancellation);
            if (!result.Done)
            {
                return result;
            }
        }

        return BusResult.Success;
    }

    /// <summary>Replaces the network's verdict table.</summary>
    public async ValueTask<BusResult> PublishVerdictsAsync(VerdictTable table, CancellationToken cancellation)
    {
        var put = await PutAsync(
            BusSubjects.Verdicts,
            BusSubjects.TableKey,
            CoreJson.Write(new VerdictIssue(_lineage, table)),
            cancellation);
        return put.Done
            ? await PutAsync(
                BusSubjects.Verdicts,
                BusSubjects.HeadKey,
                CoreJson.Write(new VerdictHead(_lineage, table.Epoch)),
                cancellation)
            : put;
    }

    /// <summary>Every status that nodes send, until cancelled. What is malformed, too large or another node's is
    /// dropped and counted as <c>selvedge_bus_dropped_total</c>.</summary>
    public async IAsyncEnumerable<NodeStatus> StatusesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var _ in ConnectionsAsync(cancellation))
        {
            break;
        }

        // The client subscribes again by itself after each lost connection.
        await foreach (var message in _connection.Nats.SubscribeAsync<byte[]?>(
            BusSubjects.Statuses, cancellationToken: cancellation))
        {
            if (BusCodec.TryReadStatus(message.Subject, message.Data, out var status, out var reason))
            {
                yield return status;
            }
            else
            {
                BusMetrics.Drop(reason);
                Log.BusDropped(_logger, message.Subject, reason);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _asks.Dispose();
        _purges.Dispose();
        _snapshots.Dispose();
    }

    private static StreamConfig Bucket(string bucket) => new(BusSubjects.Stream(bucket), [BusSubjects.Key(bucket, ">")])
    {
        MaxMsgsPerSubject = 1,
        AllowDirect = true,
        AllowRollupHdrs = true,
        DenyDelete = true,
        Discard = StreamConfigDiscard.New,
        Storage = StreamConfigStorage.File,
        NumReplicas = 1,
    };

    private async ValueTask<BusResult> PutAsync(
        string bucket, string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.Length > BusLimits.PayloadBytesMax)
        {
            return BusResult.Failure($"{key} has {bytes.Length} bytes, more than {BusLimits.PayloadBytesMax}.");
        }

        var lost = false;
        var result = await _connection.TryAsync(
            "Putting a key",
            async limit =>
            {
                try
                {
                    var ack = await _stream.PublishAsync(
                        BusSubjects.Key(bucket, key), bytes, cancellationToken: limit);
                    ack.EnsureSuccess();
                }
                catch (Exception error) when (error is NatsJSPublishNoResponseException)
                {
                    lost = true;
                    throw;
                }
            },
            cancellation);
        if (lost)
        {
            // Connected, but nobody keeps the bucket: it was removed behind our back.
            _connection.Renew();
        }

        return result;
    }
}
