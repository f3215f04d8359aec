using System.Collections.Immutable;
using System.Text.Json;
using Selvedge.Control.Documents;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Purging;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Bus;

namespace Selvedge.Control.Commands;

/// <summary>What operators tell the whole network to do now: purge, trace, why.</summary>
public sealed class NetworkCommands(
    DocumentCache documents, PurgeLog log, VerdictLoop verdicts, ControlBus bus, EventRecorder events)
{
    /// <summary>How long the slowest node may take to answer a question. Answers come in some ten
    /// milliseconds.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>Purges, on every node.</summary>
    /// <returns>The receipts, one a purge; or the problems, and nothing was purged.</returns>
    public async Task<(ImmutableArray<PurgeReceipt> Receipts, ImmutableArray<Problem> Problems)> PurgeAsync(
        PurgeRequest request, CancellationToken cancellation)
    {
        var (targets, problem) = Targets(request);
        if (problem is not null)
        {
            return ([], [problem]);
        }

        var receipts = ImmutableArray.CreateBuilder<PurgeReceipt>();
        string[] nodes = [.. documents.Current.Nodes.Keys];
        foreach (var (site, kind, value) in targets)
        {
            var purge = await log.AppendAsync(site, kind, value, cancellation);
            verdicts.Purged(purge.Sequence);
            var receipt = await bus.PurgeAsync(purge, nodes, Receipt.Wait, cancellation);
            receipts.Add(Shown(purge, receipt));
            var what = kind switch
            {
                PurgeKind.Url => value,
                PurgeKind.Tag => $"Tag {value}",
                _ => "Everything",
            };
            var told = $"{what} is purged on {receipt.Answered.Length} of {receipt.Asked.Length} nodes.";
            events.Normal(new ResourceKey(ResourceNames.Sites, site.Namespace, site.Name), "Site", "Purged", told);
        }

        return (receipts.ToImmutable(), []);
    }

    /// <summary>Asks every node one question.</summary>
    /// <param name="verb"><c>trace</c> or <c>why</c>.</param>
    /// <param name="question">The verb's own payload.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ImmutableArray<NodeAnswer>> AskAsync(
        string verb, ReadOnlyMemory<byte> question, CancellationToken cancellation)
    {
        var nodes = documents.Current.Nodes;
        var replies = await bus.AskAsync(verb, question, [.. nodes.Keys], Wait, cancellation);
        return
        [
            .. nodes.Values.Select(node => replies.TryGetValue(node.Metadata.Name, out var reply)
                ? Answer(node, reply)
                : new NodeAnswer(node.Metadata.Name, node.Spec.Location, 0, "No answer.", null)),
        ];
    }

    private static NodeAnswer Answer(Node node, CommandReply reply)
    {
        var took = Math.Round(reply.Took.TotalMilliseconds, 1);
        if (reply.Reason.Length > 0)
        {
            return new NodeAnswer(node.Metadata.Name, node.Spec.Location, took, reply.Reason, null);
        }

        return CoreJson.TryRead<JsonElement>(reply.Payload.Span, out var answer, out var reason)
            ? new NodeAnswer(node.Metadata.Name, node.Spec.Location, took, "", answer)
            : new NodeAnswer(node.Metadata.Name, node.Spec.Location, took, $"The answer is not JSON: {reason}", null);
    }

    private (ImmutableArray<(SiteId Site, PurgeKind Kind, string Value)> Targets, Problem? Problem) Targets(
        PurgeRequest request)
    {
        if (request.Url is { Length: > 0 } url && request.Tag is null && request.Site is null)
        {
            return OfUrl(url);
        }

        if (request.Url is null && (request.Tag is { Length: > 0 } || request.Site is { Length: > 0 }))
        {
            return OfSites(request);
        }

        return ([],
            Refused("url", "Exactly one of a URL, a tag or a site is wanted.", "Name one of them.",
            ProblemCause.FieldValueRequired));
    }

    private (ImmutableArray<(SiteId, PurgeKind, string)> Targets, Problem? Problem) OfUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            return ([], Refused(
                "url", $"{url} is not a URL in full.", "Write https://host/path.", ProblemCause.FieldValueInvalid));
        }

        var owner = documents.Current.Sites.Values.FirstOrDefault(
            site => site.Spec.Hostnames.Contains(parsed.Host, StringComparer.OrdinalIgnoreCase));
        return owner is null
            ? ([], Refused(
                "url", $"No site has the hostname {parsed.Host}.", "See: selvedge get sites",
                ProblemCause.FieldValueNotFound))
            : ([(owner.Id, PurgeKind.Url, parsed.AbsoluteUri)], null);
    }

    private (ImmutableArray<(SiteId, PurgeKind, string)> Targets, Problem? Problem) OfSites(PurgeRequest request)
    {
        var sites = documents.Current.Sites;
        if (request.Site is { Length: > 0 } name)
        {
            var id = SiteId.TryParse(name, out var full) ? full : new SiteId("default", name);
            if (!sites.ContainsKey(id))
            {
                return ([], Refused(
                    "site", $"There is no site {id}.", "See: selvedge get sites", ProblemCause.FieldValueNotFound));
            }

            return ([request.Tag is { Length: > 0 } tag ? (id, PurgeKind.Tag, tag) : (id, PurgeKind.Site, "")], null);
        }

        return ([.. sites.Keys.Select(site => (site, PurgeKind.Tag, request.Tag!))], null);
    }

    private static Problem Refused(string path, string message, string fix, ProblemCause cause) =>
        new(path, message, fix, cause);

    private static PurgeReceipt Shown(Purge purge, Receipt receipt) => new(
        purge.Site.ToString(),
        purge.Kind.ToString(),
        purge.Value,
        purge.Sequence,
        receipt.Asked.Length,
        [
            .. receipt.Answered.Select(line =>
                new PurgeReceiptLine(line.Node, Math.Round(line.Took.TotalMilliseconds, 1), line.Removed)),
        ],
        [.. receipt.Missing]);
}
