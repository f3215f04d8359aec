using System.Globalization;
using NATS.Client.Core;
using Selvedge.Core.Purging;
using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Bus;

public sealed partial class ControlBus
{
    private readonly SemaphoreSlim _purges = new(1);
    private PurgeHead? _head;
    private long _headGeneration;

    /// <summary>Writes a purge to the log that absent nodes catch up from. Idempotent. Call it in the order of the
    /// sequences: a node that finds a gap empties its cache.</summary>
    public async ValueTask<BusResult> PublishPurgeAsync(Purge purge, CancellationToken cancellation)
    {
        await _purges.WaitAsync(cancellation);
        try
        {
            return await PublishLockedAsync(purge, cancellation);
        }
        finally
        {
            _purges.Release();
        }
    }

    /// <summary>Writes the whole log again, after a connection: the bus may have lost it.</summary>
    /// <param name="sequence">Of the newest purge; 0 where there never was one. A node that has seen no head does not
    /// know whether it is current, so call this for an empty log too.</param>
    /// <param name="recent">The newest purges, ascending; those before them empty the cache of nodes that lack
    /// them.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<BusResult> RestorePurgesAsync(
        long sequence, IReadOnlyList<Purge> recent, CancellationToken cancellation)
    {
        await _purges.WaitAsync(cancellation);
        try
        {
            var read = await ReadHeadAsync(cancellation);
            if (!read.Done || _head?.PurgeSequence >= sequence)
            {
                return read;
            }

            var kept = recent.Skip(Math.Max(0, recent.Count - BusLimits.PurgesKept));
            var put = await EachAsync(kept, purge => PutPurgeAsync(purge, cancellation), cancellation);
            return put.Done ? await PutHeadAsync(sequence, cancellation) : put;
        }
        finally
        {
            _purges.Release();
        }
    }

    /// <summary>Writes a purge to the log, tells every node and gathers who did it. May be repeated: nodes that did it
    /// already say so again.</summary>
    /// <param name="purge">The purge.</param>
    /// <param name="nodes">Every node that it is for.</param>
    /// <param name="wait">How long to wait for the slowest, at most <see cref="BusLimits.AskWaitMax"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Nobody answered where the log could not be written: without it an absent node would never learn of the
    /// purge, so nothing is sent.</returns>
    public async ValueTask<Receipt> PurgeAsync(
        Purge purge, IReadOnlyCollection<string> nodes, TimeSpan wait, CancellationToken cancellation)
    {
        string[] asked = [.. nodes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (!(await PublishPurgeAsync(purge, cancellation)).Done)
        {
            return new Receipt(purge.Sequence, [.. asked], []);
        }

        var payload = CoreJson.Write(new PurgeIssue(_lineage, purge));
        var replies = await AskAsync(BusSubjects.PurgeVerb, payload, asked, wait, cancellation);
        var lines = new List<ReceiptLine>();
        foreach (var reply in replies.Values)
        {
            if (reply.Reason.Length == 0 && BusCodec.TryReadPurgeDone(reply.Payload.Span, out var done, out _)
                && done.Sequence >= purge.Sequence)
            {
                lines.Add(new ReceiptLine(reply.Node, reply.Took, done.Removed));
            }
        }

        return new Receipt(
            purge.Sequence, [.. asked], [.. lines.OrderBy(line => line.Node, StringComparer.Ordinal)]);
    }

    /// <summary>Sends a command to each of some nodes and gathers the replies.</summary>
    /// <param name="verb">For example <c>trace</c>.</param>
    /// <param name="payload">The verb's own.</param>
    /// <param name="nodes">Whom to ask. Each is asked on a subject of its own, so none can answer for another.</param>
    /// <param name="wait">How long to wait for the slowest, at most <see cref="BusLimits.AskWaitMax"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>By node; who is absent did not answer. Empty where the bus is away.</returns>
    public async ValueTask<IReadOnlyDictionary<string, CommandReply>> AskAsync(
        string verb,
        ReadOnlyMemory<byte> payload,
        IReadOnlyCollection<string> nodes,
        TimeSpan wait,
        CancellationToken cancellation)
    {
        string[] asked = [.. nodes.Distinct(StringComparer.Ordinal).Where(BusSubjects.IsName)];
        var replies = new Dictionary<string, CommandReply>(StringComparer.Ordinal);
        if (!BusSubjects.IsName(verb) || asked.Length == 0 || !IsConnected)
        {
            return replies;
        }

        await _asks.WaitAsync(cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var alarm = new CancellationTokenSource(
            wait < BusLimits.AskWaitMax ? wait : BusLimits.AskWaitMax, _time);
        using var join = alarm.Token.Register(limit.Cancel);
        try
        {
            await GatherAsync(verb, payload, asked, replies, limit.Token);
        }
        catch (Exception error) when (BusConnection.IsRemote(error) && !cancellation.IsCancellationRequested)
        {
            if (error is not OperationCanceledException)
            {
                Log.BusFailed(_logger, "Asking the nodes", error.Message);
            }
        }
        finally
        {
            _asks.Release();
        }

        return replies;
    }

    private async ValueTask GatherAsync(
        string verb,
        ReadOnlyMemory<byte> payload,
        string[] asked,
        Dictionary<string, CommandReply> replies,
        CancellationToken limit)
    {
        // Beside the client's own inbox, in which it knows no wildcards.
        var inbox = BusSubjects.Replies + _connection.Nats.NewInbox();
        await using var answers = await _connection.Nats.SubscribeCoreAsync<byte[]?>(
            $"{inbox}.*", cancellationToken: limit);
        var sent = _time.GetTimestamp();
        for (var index = 0; index < asked.Length; index++)
        {
            await _connection.Nats.PublishAsync(
                BusSubjects.Ask(asked[index], verb),
                payload,
                replyTo: string.Create(CultureInfo.InvariantCulture, $"{inbox}.{index}"),
                cancellationToken: limit);
        }

        var open = asked.Length;
        while (open > 0)
        {
            var answer = await answers.Msgs.ReadAsync(limit);
            var last = answer.Subject.AsSpan(inbox.Length + 1);
            if (!int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || index >= asked.Length || replies.ContainsKey(asked[index]))
            {
                continue;
            }

            open--;
            if (answer.Headers?.Code == 503)
            {
                // The server knows of no such subscriber: no use in waiting.
                continue;
            }

            var bytes = answer.Data ?? [];
            var reason = bytes.Length > BusLimits.ReplyBytesMax
                ? "The reply is too large."
                : ReasonOf(answer.Headers);
            replies[asked[index]] = new CommandReply(
                asked[index], _time.GetElapsedTime(sent), reason.Length == 0 ? bytes : default, reason);
        }
    }

    private static string ReasonOf(NatsHeaders? headers) =>
        headers is not null && headers.TryGetValue(NodeBus.ReasonHeader, out var reason) ? reason.ToString() : "";

    private async ValueTask<BusResult> PublishLockedAsync(Purge purge, CancellationToken cancellation)
    {
        var read = await ReadHeadAsync(cancellation);
        if (!read.Done)
        {
            return read;
        }

        var put = await PutPurgeAsync(purge, cancellation);
        return put.Done && !(_head?.PurgeSequence >= purge.Sequence)
            ? await PutHeadAsync(purge.Sequence, cancellation)
            : put;
    }

    private async ValueTask<BusResult> ReadHeadAsync(CancellationToken cancellation)
    {
        var generation = _connection.Generation;
        if (_headGeneration == generation)
        {
            return BusResult.Success;
        }

        var read = await _connection.ReadAsync(BusSubjects.Purges, BusSubjects.HeadKey, cancellation);
        if (read.Outcome == BusReadOutcome.Failed)
        {
            return BusResult.Failure("The head of the purges cannot be read.");
        }

        _head = read.Outcome == BusReadOutcome.Found
            && BusCodec.TryReadPurgeHead(read.Bytes.Span, out var head, out _) && head.Lineage == _lineage
            ? head
            : null;
        _headGeneration = generation;
        return BusResult.Success;
    }

    private ValueTask<BusResult> PutPurgeAsync(Purge purge, CancellationToken cancellation) => PutAsync(
        BusSubjects.Purges,
        NodeBus.PurgeKey(purge.Sequence),
        CoreJson.Write(new PurgeIssue(_lineage, purge)),
        cancellation);

    private async ValueTask<BusResult> PutHeadAsync(long sequence, CancellationToken cancellation)
    {
        var head = new PurgeHead(_lineage, sequence);
        var put = await PutAsync(BusSubjects.Purges, BusSubjects.HeadKey, CoreJson.Write(head), cancellation);
        if (put.Done)
        {
            _head = head;
        }

        return put;
    }
}
