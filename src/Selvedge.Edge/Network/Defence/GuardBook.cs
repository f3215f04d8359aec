using System.Text;

namespace Selvedge.Edge.Network.Defence;

/// <summary>How long the kernel lets rules match by itself. One owner; knows no clock.</summary>
internal sealed class GuardBook
{
    /// <summary>What is left in the kernel may be so much less than what is wanted before it is lent anew: a rule that
    /// matches every second is not lent every second.</summary>
    private const double Shortest = 0.7;

    /// <summary>Whatever was ordered, without a node the rule ends within a day.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(string Table, string Set), DateTimeOffset> _lent = [];

    /// <summary>Nothing is known of what the kernel has.</summary>
    public void Forget() => _lent.Clear();

    /// <summary>The commands that let rules match for as long as is wanted.</summary>
    public string Lend(
        IReadOnlyCollection<(string Table, string Set, DateTimeOffset Until)> wanted, DateTimeOffset now)
    {
        var script = new StringBuilder();
        foreach (var (table, set, end) in wanted)
        {
            var until = end - now < Longest ? end : now + Longest;
            var left = _lent.GetValueOrDefault((table, set)) - now;
            if (left < (until - now) * Shortest || left > until - now + Slack)
            {
                _lent[(table, set)] = until;
                script.Append(TableChange.Lend(table, set, MitigationText.Lent, until - now));
            }
        }

        var known = wanted.Select(guard => (guard.Table, guard.Set)).ToHashSet();
        foreach (var gone in _lent.Keys.Where(key => !known.Contains(key)).ToList())
        {
            _lent.Remove(gone);
        }

        return script.ToString();
    }
}
