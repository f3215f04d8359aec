using System.Globalization;
using Selvedge.Commands.Output;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Serviceability;

namespace Selvedge.Commands.Network;

/// <summary>Waits until nobody new is sent to a place: the verdict table says so, and every node that speaks steers by
/// that table.</summary>
internal sealed class DrainWatch
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly Session _session;
    private readonly DrainPlace _place;
    private readonly VerdictTable _before;

    private DrainWatch(Session session, DrainPlace place, VerdictTable before) =>
        (_session, _place, _before) = (session, place, before);

    /// <summary>Notes who is sent there before.</summary>
    public static async Task<DrainWatch> BeginAsync(
        Session session, DrainPlace place, CancellationToken cancellation) =>
        new(session, place, (await WhyCommand.VerdictsAsync(session.Api, cancellation)).Table);

    /// <summary>Waits.</summary>
    /// <returns>False where users are still sent there when the time is over.</returns>
    public async Task<bool> WaitAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var told = _session.Form == OutputForm.Table ? _session.Out : _session.Error;
        var started = _session.Time.GetTimestamp();
        while (true)
        {
            var (_, table) = await WhyCommand.VerdictsAsync(_session.Api, cancellation);
            var routed = Routed(table, _place);
            var behind = routed.Count > 0 ? [] : await BehindAsync(table.Epoch, cancellation);
            if (routed.Count == 0 && behind.Count == 0)
            {
                WriteMoved(told, _before, table, _place, _session.Time.GetElapsedTime(started));
                return true;
            }

            if (_session.Time.GetElapsedTime(started) > limit)
            {
                _session.Error.WriteLine(Complaint(routed, behind, limit));
                return false;
            }

            await Task.Delay(PollInterval, _session.Time, cancellation);
        }
    }

    /// <summary>The verdicts that name a place to users.</summary>
    public static List<Verdict> Routed(VerdictTable table, DrainPlace place) =>
    [
        .. table.Verdicts.Where(verdict => verdict.Serviceable && (place.IsNode
            ? verdict.Nodes.Contains(place.Name, StringComparer.Ordinal)
            : verdict.Location == place.Name)),
    ];

    /// <summary>Writes where the users of each site go now.</summary>
    public static void WriteMoved(
        TextWriter output, VerdictTable before, VerdictTable after, DrainPlace place, TimeSpan took)
    {
        output.WriteLine($"No user is sent to {place.Name} any more, after {Spans.Took(took)}.");
        var moved = Routed(before, place);
        if (moved.Count == 0)
        {
            output.WriteLine("  No site was served there.");
            return;
        }

        var table = new Table("Site", "Served at");
        foreach (var site in moved.Select(verdict => verdict.Site))
        {
            var places = after.Of(site).Where(verdict => verdict.Serviceable).Select(verdict => verdict.Location)
                .ToList();
            table.Add(site.ToString(), places.Count > 0 ? string.Join(", ", places) : "nowhere");
        }

        table.WriteTo(output, Paint.None, 2);
        output.WriteLine("  Resolvers may name it until the TTL of answers they hold is over;");
        output.WriteLine("  it goes on serving those who come.");
    }

    private string Complaint(List<Verdict> routed, List<string> behind, TimeSpan limit)
    {
        var seconds = limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        if (routed.Count == 0)
        {
            return $"selvedge: {string.Join(", ", behind)} still steer by an older verdict table after {seconds} s. "
                + "See: selvedge status";
        }

        var sites =
            routed.Select(verdict => verdict.Held is { } held ? $"{verdict.Site} (held: {held})" : $"{verdict.Site}");
        return $"selvedge: users of {string.Join(", ", sites)} are still sent to {_place.Name} after {seconds} s. "
            + "A place that is the last one of a site stays held: open another first. See: selvedge describe site";
    }

    private async Task<List<string>> BehindAsync(long epoch, CancellationToken cancellation)
    {
        var nodes = await _session.Api.ListAsync("/apis/selvedge.dev/v1/nodes", cancellation);
        return
        [
            .. nodes.Where(node => !IsSilent(node) && (JsonRead.Whole(node, "status", "verdictEpoch") ?? 0) < epoch)
                .Select(node => JsonRead.Text(node, "metadata", "name") ?? ""),
        ];

        static bool IsSilent(System.Text.Json.Nodes.JsonObject node) => JsonRead.Items(node, "status", "conditions")
            .All(entry => JsonRead.Text(entry.Item, "type") != "Ready"
                || JsonRead.Text(entry.Item, "reason") == "Silent");
    }
}
