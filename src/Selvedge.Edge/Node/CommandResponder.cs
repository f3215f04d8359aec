using System.Text;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Bus;

namespace Selvedge.Edge.Node;

/// <summary>Answers commands: <c>ping</c>, <c>purge</c> and the verbs that it is given. An error becomes a reply with a
/// reason, never silence.</summary>
/// <param name="purges">Does the purges.</param>
/// <param name="verbs">By name: payload to payload. An exception's message becomes the reason.</param>
/// <param name="time">For the limit on each answer.</param>
/// <param name="logger">For logs.</param>
public sealed class CommandResponder(
    PurgeFollower purges,
    IReadOnlyDictionary<string, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<byte[]>>> verbs,
    TimeProvider time,
    ILogger<CommandResponder> logger)
{
    /// <summary>Answers until cancelled.</summary>
    public async Task RunAsync(NodeBus bus, CancellationToken cancellation)
    {
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Limits.CommandsInFlight,
            CancellationToken = cancellation,
        };
        try
        {
            await Parallel.ForEachAsync(
                bus.CommandsAsync(cancellation), options, (command, stop) => AnswerAsync(bus, command, stop));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    private async ValueTask AnswerAsync(NodeBus bus, NodeCommand command, CancellationToken cancellation)
    {
        byte[] payload = [];
        var reason = "";
        using var alarm = new CancellationTokenSource(Limits.CommandWait, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, alarm.Token);
        try
        {
            payload = await DoAsync(bus, command, limit.Token);
        }
        catch (Exception error)
        {
            // Whatever a verb throws: the asker is told, and the next command is answered.
            cancellation.ThrowIfCancellationRequested();
            Log.CommandFailed(logger, command.Verb, error);
            reason = error.Message.Length > 0 ? error.Message : error.GetType().Name;
        }

        if (payload.Length > BusLimits.ReplyBytesMax)
        {
            (payload, reason) = ([], "The reply is too large.");
        }

        await bus.ReplyAsync(command, payload, reason, cancellation);
    }

    private async ValueTask<byte[]> DoAsync(NodeBus bus, NodeCommand command, CancellationToken cancellation)
    {
        switch (command.Verb)
        {
            case "ping":
                return Encoding.UTF8.GetBytes("pong");
            case "purge" when BusCodec.TryReadPurge(command.Payload.Span, out var issue, out _):
                return await purges.DoAsync(bus, issue, cancellation) is { } done
                    ? CoreJson.Write(done)
                    : throw new InvalidOperationException("The purges before this one cannot be read now.");
            case "purge":
                throw new FormatException("The purge is malformed.");
            default:
                return verbs.TryGetValue(command.Verb, out var verb)
                    ? await verb(command.Payload, cancellation)
                    : throw new NotSupportedException($"This node does not know the command {command.Verb}.");
        }
    }
}
