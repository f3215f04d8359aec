using System.Collections.Immutable;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Steering;

namespace Selvedge.Control.Commands;

/// <summary>Decides once more what was decided at a moment of the past: the same filters, over what is
/// recorded.</summary>
public sealed class Replay(DecisionRecord record, TimeProvider time)
{
    /// <summary>Answers one question.</summary>
    public async Task<ReplayAnswer> AnswerAsync(ReplayRequest question, CancellationToken cancellation)
    {
        var begins = record.Begins;
        if (question.At > time.GetUtcNow())
        {
            return new ReplayAnswer(question.At, begins, "The moment has not come yet.");
        }

        if (await record.AtAsync(question.At, cancellation) is not { } moment)
        {
            return new ReplayAnswer(question.At, begins, "The record does not know the moment.");
        }

        var names = moment.Steering.Names.FirstOrDefault(
            site => site.Hostnames.Contains(question.Name, StringComparer.OrdinalIgnoreCase));
        var declared = ClientPlaces.Find(moment.Steering.Network.Clients, question.From);
        return new ReplayAnswer(
            question.At,
            begins,
            names is null ? $"No site had the hostname {question.Name} then." : "",
            moment.Table.Epoch,
            moment.Table.ComputedAt,
            moment.TableUntil,
            moment.Steering.Since,
            moment.Steering.Epochs,
            names?.Steering.Ttl,
            declared is not null,
            names is null ? null : [.. moment.Table.Of(names.Site)],
            names is null ? null : await DecideAsync(moment, names, declared ?? question.Fallback));
    }

    private static async Task<SteeringDecision> DecideAsync(
        RecordedMoment moment, NamesSection names, SteeringClient client)
    {
        var lastGood = moment.Table.Of(names.Site).Any(verdict => verdict.Serviceable)
            ? []
            : await LastGoodAsync(moment, names.Site);
        return FilterChain.Decide(
            new SteeringInput(names, moment.Steering.Network, moment.Table, lastGood, client));
    }

    // As nodes remember it: the serviceable places in the newest table that had any.
    private static async Task<ImmutableArray<Verdict>> LastGoodAsync(RecordedMoment moment, SiteId site)
    {
        await foreach (var table in moment.Earlier)
        {
            ImmutableArray<Verdict> good = [.. table.Of(site).Where(verdict => verdict.Serviceable)];
            if (!good.IsEmpty)
            {
                return good;
            }
        }

        return [];
    }
}
