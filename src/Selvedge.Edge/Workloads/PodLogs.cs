using System.Collections.Immutable;
using System.Text;
using Selvedge.Core.Nodes;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>Answers questions for the output of pods, a message at a time: who follows asks again.</summary>
public sealed class PodLogs(IPodHost host)
{
    /// <summary>Text in one answer: a message on the bus holds more, with room for JSON's escapes.</summary>
    public const int AnswerBytesMax = 256 * 1024;

    /// <summary>Answers.</summary>
    public async ValueTask<PodLogAnswer> AnswerAsync(PodLogQuestion question, CancellationToken cancellation)
    {
        var query = new LogQuery(question.Tail, question.Since, Follow: false);
        try
        {
            var found = await host.LogsAsync(
                question.Namespace, question.Pod, question.Container, question.Previous, query, cancellation);
            if (found is null)
            {
                return new PodLogAnswer("The node has no such container, or it has not started yet.", [], false, true);
            }

            var lines = ImmutableArray.CreateBuilder<PodLogLine>();
            var bytes = 0;
            await foreach (var line in found.WithCancellation(cancellation))
            {
                bytes += Encoding.UTF8.GetByteCount(line.Text) + 1;
                if (bytes > AnswerBytesMax && lines.Count > 0)
                {
                    return new PodLogAnswer("", lines.ToImmutable(), true, false);
                }

                lines.Add(new PodLogLine(line.At, line.Text));
            }

            return new PodLogAnswer("", lines.ToImmutable(), false, question.Previous || !IsRunning(question));
        }
        catch (RuntimeException error)
        {
            return new PodLogAnswer(error.Message, [], false, true);
        }
    }

    private bool IsRunning(PodLogQuestion question) =>
        host.Reports.Any(report => report.Namespace == question.Namespace
            && report.Name == question.Pod
        && report.Status.ContainerStatuses.Any(container =>
            container.Name == question.Container && container.State.Running is not null));
}
