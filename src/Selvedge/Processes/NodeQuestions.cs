using System.Net;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Edge.Dns;
using Selvedge.Edge.Http;
using Selvedge.Edge.Workloads;
using Selvedge.Wire.Dns;
using Answer = System.Func<
    System.ReadOnlyMemory<byte>, System.Threading.CancellationToken, System.Threading.Tasks.ValueTask<byte[]>>;

namespace Selvedge.Processes;

/// <summary>What a node says of itself when operators ask: from the very tables it serves from.</summary>
internal sealed class NodeQuestions(HttpServer http, DnsServer dns, PodLogs? logs)
{
    /// <summary>The verbs, by name, as the bus carries them.</summary>
    public IReadOnlyDictionary<string, Answer> Verbs { get; } =
        new Dictionary<string, Answer>(StringComparer.Ordinal)
        {
            ["why"] = (question, _) =>
                ValueTask.FromResult(CoreJson.Write(Why(dns, CoreJson.Read<WhyQuestion>(question.Span)))),
            ["trace"] = (question, _) =>
                ValueTask.FromResult(CoreJson.Write(Trace(http, dns, CoreJson.Read<TraceQuestion>(question.Span)))),
            ["logs"] = async (question, cancellation) => CoreJson.Write(logs is null
                ? new PodLogAnswer("The node runs no pods.", [], false, true)
                : await logs.AnswerAsync(CoreJson.Read<PodLogQuestion>(question.Span), cancellation)),
        };

    private static WhyAnswer Why(DnsServer dns, WhyQuestion question)
    {
        if (!IPAddress.TryParse(question.From, out var client))
        {
            return new WhyAnswer($"{question.From} is not an IP address.", null);
        }

        if (!Enum.TryParse<DnsType>(question.Type, ignoreCase: true, out var type))
        {
            return new WhyAnswer($"{question.Type} is not a record type that is served.", null);
        }

        return dns.Explain(question.Name, type, client) is { } explanation
            ? new WhyAnswer("", explanation)
            : new WhyAnswer($"{question.Name} is not a hostname.", null);
    }

    private static TraceAnswer Trace(HttpServer http, DnsServer dns, TraceQuestion question)
    {
        var host = Uri.TryCreate(question.Url, UriKind.Absolute, out var url) ? url.Host : "";
        var steering = host.Length == 0 ? null : Why(dns, new WhyQuestion(host, "A", question.From));
        return new TraceAnswer(http.Explain(question.Url), steering);
    }

    /// <summary>Where a client is sent.</summary>
    /// <param name="Name">The hostname.</param>
    /// <param name="Type">The record type.</param>
    /// <param name="From">The client's address.</param>
    internal sealed record WhyQuestion(string Name, string Type = "A", string From = "127.0.0.1");

    /// <summary>The answer.</summary>
    /// <param name="Problem">Why there is none; else empty.</param>
    /// <param name="Dns">What DNS answers and why.</param>
    internal sealed record WhyAnswer(string Problem, DnsExplanation? Dns);

    /// <summary>What becomes of a GET.</summary>
    /// <param name="Url">The URL.</param>
    /// <param name="From">The client's address.</param>
    internal sealed record TraceQuestion(string Url, string From = "127.0.0.1");

    /// <summary>The answer.</summary>
    /// <param name="Http">What this node's HTTP edge would do.</param>
    /// <param name="Steering">Where this node's DNS would send the client.</param>
    internal sealed record TraceAnswer(Explanation Http, WhyAnswer? Steering);
}
