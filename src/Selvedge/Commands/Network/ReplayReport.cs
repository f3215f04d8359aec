using Selvedge.Commands.Output;
using Selvedge.Control.Commands;
using Selvedge.Core.Resources;
using Selvedge.Core.Steering;

namespace Selvedge.Commands.Network;

/// <summary>The answer of <c>selvedge why --at</c> as text for people.</summary>
internal static class ReplayReport
{
    /// <summary>Why there is nothing to show.</summary>
    public static string Complaint(ReplayAnswer answer) => answer.Begins is { } begins
        ? $"{answer.Problem} {Spans.Moment(answer.At)} was asked for; the record begins at {Spans.Moment(begins)}. "
            + "What happened is in: selvedge events"
        : $"{answer.Problem} Nothing is recorded yet: the control plane has just begun. See: selvedge status";

    /// <summary>Writes it. Only where there is a decision.</summary>
    public static void Write(TextWriter output, Paint paint, string name, ReplayAnswer answer)
    {
        var decision = answer.Decision!;
        var client = DecisionText.Client(decision.Client.Address ?? "", decision.Client);
        var places = DecisionText.Places(decision);
        output.WriteLine(Table.Clean($"{name}, asked from {client} at {Spans.Moment(answer.At)}"));
        output.WriteLine(Table.Clean(
            places.Length > 0 ? $"  was sent to {places}" : "  was sent nowhere (SERVFAIL): no place was left"));
        DecisionText.WriteChain(output, paint, decision);
        var title = FormattableString.Invariant($"Verdicts on {decision.Site}, epoch {answer.VerdictEpoch}");
        DecisionText.WriteVerdicts(output, paint, title, answer.Verdicts ?? [], answer.At, " before");
        output.WriteLine();
        output.WriteLine("Record");
        foreach (var line in Notes(answer, decision))
        {
            output.WriteLine(Table.Clean($"  {line}"));
        }
    }

    private static IEnumerable<string> Notes(ReplayAnswer answer, SteeringDecision decision)
    {
        if (answer.VerdictsSince is { } began)
        {
            var until = answer.VerdictsUntil is { } end ? $"to {Spans.Moment(end)}" : "until now";
            yield return $"The verdicts were in force from {Spans.Moment(began)} {until}.";
        }

        if (answer is { SteeringSince: { } since, SnapshotEpochs: { } epochs })
        {
            var all = epochs.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value}"));
            yield return $"Snapshots in force since {Spans.Moment(since)}: {string.Join(", ", all)}.";
        }

        if (answer.Ttl is { } ttl)
        {
            yield return $"Resolvers may have used answers that were up to {Duration.Format(ttl)} older (the TTL).";
        }

        if (!answer.Declared && decision.Client.Country is not null)
        {
            yield return "The client's place is what the nodes' country database says now.";
        }

        if (decision.Steps.Any(step => step.Filter == "shuffle"))
        {
            yield return "The order after shuffle is one of many: it changed with every answer.";
        }

        if (answer.Begins is { } begins)
        {
            yield return $"The record begins at {Spans.Moment(begins)}.";
        }
    }
}
