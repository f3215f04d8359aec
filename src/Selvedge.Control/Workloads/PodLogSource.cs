using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Selvedge.Control.Api;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Bus;

namespace Selvedge.Control.Workloads;

/// <summary>Reads the output of pods from their nodes over the bus.</summary>
public sealed class PodLogSource(ControlBus bus, TimeProvider time)
{
    private const string Verb = "logs";
    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>Between two questions of who follows: what a person takes for at once.</summary>
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(300);

    /// <summary>A node that does not answer by then is not reached.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);

    /// <summary>Reads, as <see cref="PodLogReader"/> asks for it.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        PodLogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (tail, since, seen) = (request.TailLines, request.Since, 0);
        while (true)
        {
            var answer = await AskAsync(request, tail, since, cancellation);

            // Lines of the last moment come again: more may have been written in it.
            var news = answer.Lines.Skip(answer.Lines.TakeWhile(line => line.At == since).Take(seen).Count()).ToList();
            if (news.Count > 0)
            {
                yield return Text(news, request.Timestamps);
            }

            if (answer.Lines is [.., var last])
            {
                (tail, since) = (null, last.At);
                seen = answer.Lines.Count(line => line.At == last.At);
            }

            if (!answer.Cut)
            {
                if (!request.Follow || (answer.Ended && news.Count == 0))
                {
                    yield break;
                }

                await Task.Delay(FollowInterval, time, cancellation);
            }
        }
    }

    private async Task<PodLogAnswer> AskAsync(
        PodLogRequest request, int? tail, DateTimeOffset? since, CancellationToken cancellation)
    {
        var question = new PodLogQuestion(
            request.Namespace, request.Pod, request.Container, request.Previous, tail, since);
        var replies = await bus.AskAsync(Verb, CoreJson.Write(question), [request.Node], Wait, cancellation);
        if (!replies.TryGetValue(request.Node, out var reply))
        {
            throw new PodLogException($"{request.Node} does not answer; it may be silent, or the bus is away.");
        }

        if (reply.Reason.Length > 0 || !CoreJson.TryRead<PodLogAnswer>(reply.Payload.Span, out var answer, out _))
        {
            throw new PodLogException($"{request.Node} could not answer: {reply.Reason}");
        }

        return answer.Problem.Length > 0 ? throw new PodLogException($"{request.Node}: {answer.Problem}") : answer;
    }

    private static byte[] Text(List<PodLogLine> lines, bool timestamps)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            if (timestamps)
            {
                text.Append(line.At.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture)).Append(' ');
            }

            text.Append(line.Text).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
