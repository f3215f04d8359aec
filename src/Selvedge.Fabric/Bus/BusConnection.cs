using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Selvedge.Fabric.Bus;

/// <summary>One connection that is tried for without end, and whose operations fail with a reason instead of
/// throwing.</summary>
internal sealed class BusConnection : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NatsConnection, CancellationToken, ValueTask> _prepare;
    private readonly string _url;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Task _connecting;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _generation;
    private volatile bool _prepared;

    /// <summary>Starts to connect.</summary>
    /// <param name="endpoint">Where and as whom.</param>
    /// <param name="name">Shown by the server.</param>
    /// <param name="inboxPrefix">Of subjects for replies.</param>
    /// <param name="prepare">Runs once, after the first connect and before anyone hears of it: subscribes.</param>
    /// <param name="time">For waits.</param>
    /// <param name="logger">For logs.</param>
    public BusConnection(
        BusEndpoint endpoint,
        string name,
        string inboxPrefix,
        Func<NatsConnection, CancellationToken, ValueTask> prepare,
        TimeProvider time,
        ILogger logger)
    {
        _prepare = prepare;
        _url = endpoint.Url;
        _time = time;
        _logger = logger;
        Nats = new NatsConnection(new NatsOpts
        {
            Url = endpoint.Url,
            Name = name,
            InboxPrefix = inboxPrefix,
            AuthOpts = new NatsAuthOpts { NKey = endpoint.Identity.PublicKey, Seed = endpoint.Identity.Seed },
            TlsOpts = new NatsTlsOpts { CaFile = endpoint.AuthorityFile, Mode = TlsMode.Require },
            PingInterval = BusLimits.PingInterval,
            MaxPingOut = 2,
            ReconnectWaitMin = BusLimits.ReconnectWaitMin,
            ReconnectWaitMax = BusLimits.ReconnectWaitMax,
            ConnectTimeout = BusLimits.OperationWait,
            RequestTimeout = BusLimits.OperationWait,
            CommandTimeout = BusLimits.OperationWait,
            SubPendingChannelCapacity = BusLimits.MessagesWaiting,
            MaxReconnectRetry = -1,
            RetryOnInitialConnect = true,
            // A node's key may be put on the server after the node has started.
            IgnoreAuthErrorAbort = true,
        });
        Nats.ConnectionOpened += OnOpenedAsync;
        Nats.ConnectionDisconnected += OnDisconnectedAsync;
        Nats.ServerError += OnServerErrorAsync;
        Nats.MessageDropped += OnMessageDroppedAsync;
        _connecting = ConnectAsync();
    }

    /// <summary>The client.</summary>
    public NatsConnection Nats { get; }

    /// <summary>Whether the bus can be used now.</summary>
    public bool IsConnected => _prepared && Nats.ConnectionState == NatsConnectionState.Open;

    /// <summary>Rises with each connect.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    /// <summary>The present connection, then each new one, until cancelled. Several in a row are one.</summary>
    public async IAsyncEnumerable<long> ConnectionsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = 0L;
        while (true)
        {
            Task next;
            lock (_lock)
            {
                next = _next.Task;
            }

            if (Generation is var now && now > seen)
            {
                seen = now;
                yield return now;
                continue;
            }

            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>Counts a new connection although the old one holds: what the server knew is gone.</summary>
    public void Renew()
    {
        TaskCompletionSource passed;
        lock (_lock)
        {
            _generation++;
            passed = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        passed.SetResult();
    }

    /// <summary>Runs an operation with a limit on its time.</summary>
    public async ValueTask<BusResult> TryAsync(
        string operation, Func<CancellationToken, ValueTask> run, CancellationToken cancellation)
    {
        if (!IsConnected)
        {
            return BusResult.Failure("The bus is not connected.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token);
        limit.CancelAfter(BusLimits.OperationWait);
        try
        {
            await run(limit.Token);
            return BusResult.Success;
        }
        catch (Exception error) when (IsRemote(error) && !cancellation.IsCancellationRequested)
        {
            BusMetrics.Failed.Add(1);
            Log.BusFailed(_logger, operation, error.Message);
            return BusResult.Failure($"{operation} failed: {error.Message}");
        }
    }

    /// <summary>The newest value of a key.</summary>
    public async ValueTask<BusRead> ReadAsync(string bucket, string key, CancellationToken cancellation)
    {
        var read = new BusRead(BusReadOutcome.Failed, default);
        await TryAsync(
            "Reading a key",
            async limit =>
            {
                var answer = await Nats.RequestAsync<byte[]?, byte[]?>(
                    BusSubjects.DirectGet(bucket, key), null, cancellationToken: limit);
                read = answer.Headers?.Code switch
                {
                    null or 0 when answer.Headers?.ContainsKey("Nats-Sequence") == true =>
                        new BusRead(BusReadOutcome.Found, answer.Data ?? []),
                    404 => new BusRead(BusReadOutcome.Absent, default),
                    _ => read,
                };
            },
            cancellation);
        return read;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Nats.DisposeAsync();
        await _connecting;
        _stop.Dispose();
    }

    /// <summary>Whether an error came from the connection or the server, and not from a mistake here.</summary>
    public static bool IsRemote(Exception error) =>
        error is NatsException or TimeoutException or OperationCanceledException or IOException
            or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException
            or ObjectDisposedException;

    private async Task ConnectAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Nats.ConnectAsync();
                await _prepare(Nats, _stop.Token);

                // The server answers in order: once it answers this, the subscriptions stand for everybody's messages.
                await Nats.PingAsync(_stop.Token);
                _prepared = true;
                Announce();
                return;
            }
            catch (Exception error) when (IsRemote(error))
            {
                if (_stop.IsCancellationRequested)
                {
                    return;
                }

                Log.BusUnreachable(_logger, error.Message);
                await Task.Delay(BusLimits.ReconnectWaitMax, _time, _stop.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Announce()
    {
        BusMetrics.Connected.Add(1);
        Log.BusConnected(_logger, _url);
        Renew();
    }

    private ValueTask OnOpenedAsync(object? sender, NatsEventArgs args)
    {
        if (_prepared)
        {
            Announce();
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask OnDisconnectedAsync(object? sender, NatsEventArgs args)
    {
        if (!_stop.IsCancellationRequested)
        {
            Log.BusDisconnected(_logger);
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask OnServerErrorAsync(object? sender, NatsServerErrorEventArgs args)
    {
        Log.BusSays(_logger, args.Error);
        return ValueTask.CompletedTask;
    }

    private ValueTask OnMessageDroppedAsync(object? sender, NatsMessageDroppedEventArgs args)
    {
        BusMetrics.Drop("overflow");
        return ValueTask.CompletedTask;
    }
}
