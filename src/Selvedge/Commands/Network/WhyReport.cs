using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Commands.Output;
using Selvedge.Core.Serviceability;
using Selvedge.Edge.Dns;
using Selvedge.Processes;
using Selvedge.Wire.Dns;

namespace Selvedge.Commands.Network;

/// <summary>The answer of <c>selvedge why</c> as text for people.</summary>
internal sealed class WhyReport
{
    private readonly NodeQuestions.WhyQuestion _question;
    private readonly ImmutableArray<NodeReply<NodeQuestions.WhyAnswer>> _replies;
    private readonly VerdictTable _verdicts;
    private readonly DateTimeOffset _now;
    private readonly List<(NodeReply<NodeQuestions.WhyAnswer> Reply, DnsExplanation Dns, string Opinion)> _answers;
    private readonly string _agreed;

    /// <summary>Weighs the answers.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="replies">Every node's, by node name.</param>
    /// <param name="verdicts">The table in force at the control plane.</param>
    /// <param name="now">For ages.</param>
    public WhyReport(
        NodeQuestions.WhyQuestion question,
        ImmutableArray<NodeReply<NodeQuestions.WhyAnswer>> replies,
        VerdictTable verdicts,
        DateTimeOffset now)
    {
        (_question, _replies, _verdicts, _now) = (question, replies, verdicts, now);
        _answers =
        [
            .. replies.Where(reply => reply.Answer?.Dns is not null)
                .Select(reply => (reply, reply.Answer!.Dns!, OpinionOf(reply.Answer.Dns!))),
        ];
        _agreed = _answers.GroupBy(answer => answer.Opinion, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .Select(group => group.Key)
            .FirstOrDefault() ?? "";
    }

    /// <summary>Why there is nothing to show; null where there is something.</summary>
    public string? Complaint => _answers.Count > 0 ? null
        : _replies.IsEmpty ? "The network has no node. See: selvedge get nodes"
        : _replies.Select(reply => reply.Answer?.Problem).FirstOrDefault(problem => problem is { Length: > 0 })
            is { } why
            ? $"{why} Write: selvedge why HOSTNAME --from IP"
            : $"No node answered: {string.Join(", ", _replies.Select(reply => $"{reply.Node} ({reply.Reason})"))}. "
                + "Is the bus up? See: selvedge status";

    /// <summary>Writes it. Only where there is no <see cref="Complaint"/>.</summary>
    public void WriteTo(TextWriter output, Paint paint)
    {
        var (_, dns, _) = _answers.First(answer => answer.Opinion == _agreed);
        output.WriteLine(Table.Clean($"{_question.Name} {_question.Type}, asked from {Client(dns)}"));
        output.WriteLine(Table.Clean($"  {Sent(dns)}"));
        if (dns.Decision is { } decision)
        {
            DecisionText.WriteChain(output, paint, decision);
            var title = string.Create(
                CultureInfo.InvariantCulture,
                $"Verdicts on {decision.Site}, epoch {_verdicts.Epoch} at the control plane");
            DecisionText.WriteVerdicts(output, paint, title, _verdicts.Of(decision.Site), _now, " ago");
        }

        WriteNodes(output, paint);
    }

    private string Client(DnsExplanation dns) => dns.Decision is { } decision
        ? DecisionText.Client(_question.From, decision.Client)
        : _question.From;

    private string Sent(DnsExplanation dns)
    {
        if (dns.Decision is { } decision)
        {
            var places = DecisionText.Places(decision);
            return places.Length > 0
                ? $"is sent to {places}"
                : $"is sent nowhere ({dns.Rcode.ToString().ToUpperInvariant()}): no place is left";
        }

        return (dns.Rcode, dns.Answers) switch
        {
            (_, { IsEmpty: false } answers) => $"is answered {string.Join(", ", answers)}; no site is steered by it",
            (DnsRcode.NoError, _) => $"exists, but has no {_question.Type} record; no site is steered by it",
            (DnsRcode.NXDomain, _) => "does not exist (NXDOMAIN). Sites and their names: selvedge get sites",
            (DnsRcode.Refused, _) => "is in no zone of this network (REFUSED). The zones: selvedge get zones",
            _ => $"is answered {dns.Rcode}; no site is steered by it",
        };
    }

    private void WriteNodes(TextWriter output, Paint paint)
    {
        output.WriteLine();
        output.WriteLine("Nodes");
        var table = new Table("Node", "Location", "Snapshot", "Verdicts", "Agrees", "Sends to");
        foreach (var reply in _replies)
        {
            var (_, dns, opinion) = _answers.FirstOrDefault(answer => answer.Reply == reply);
            if (dns is null)
            {
                var why = reply.Answer?.Problem is { Length: > 0 } problem ? problem : reply.Reason;
                table.Add(reply.Node, reply.Location, "-", "-", "missing", why);
                continue;
            }

            table.Add(
                reply.Node, reply.Location, Number(dns.SnapshotEpoch), Number(dns.VerdictEpoch),
                opinion == _agreed ? "yes" : "no", Places(dns));
        }

        table.WriteTo(output, paint, 2);
        output.WriteLine();
        output.WriteLine($"  {Summary()}");
    }

    private string Summary()
    {
        var silent = _replies.Where(reply => reply.Answer?.Dns is null).Select(reply => reply.Node).ToList();
        var others = _answers.Where(answer => answer.Opinion != _agreed).Select(answer => answer.Reply.Node).ToList();
        var agreeing = _answers.Count - others.Count;
        List<string> parts = [FormattableString.Invariant($"{agreeing} of {_replies.Length} nodes agree")];
        if (others.Count > 0)
        {
            parts.Add($"{string.Join(", ", others)} answer otherwise");
        }

        if (silent.Count > 0)
        {
            parts.Add($"{string.Join(", ", silent)} did not answer");
        }

        return string.Join("; ", parts) + ".";
    }

    private static string Places(DnsExplanation dns) => dns.Decision is { } decision
        ? decision.Places.IsEmpty
            ? $"nowhere ({dns.Rcode})"
            : string.Join(", ", decision.Places.Select(place => place.Location))
        : dns.Answers.IsEmpty ? dns.Rcode.ToString() : string.Join(", ", dns.Answers);

    // Nodes take turns in shuffling, each at its own: what they may differ in is no disagreement.
    private static string OpinionOf(DnsExplanation dns)
    {
        if (dns.Decision is not { } decision)
        {
            return $"{dns.Rcode} {string.Join('|', dns.Answers.Order(StringComparer.Ordinal))}";
        }

        var steady = decision.Steps.TakeWhile(step => step.Filter != "shuffle").ToList();
        var kept = steady.Select(step => $"{step.Filter}:"
            + string.Join(',', step.Places.Where(place => place.Kept).Select(place => place.Location)));
        var places = steady.Count < decision.Steps.Length
            ? ""
            : string.Join(',', decision.Places.Select(place => place.Location));
        return $"{dns.Rcode} {string.Join('|', kept)} {places}";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
