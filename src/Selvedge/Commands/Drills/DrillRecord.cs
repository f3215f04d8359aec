using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Commands.Drills;

/// <summary>Folds what is seen after a kill into a timeline and a result. Knows no clock and asks nobody.</summary>
/// <param name="scene">What was killed, and what it was like before.</param>
internal sealed class DrillRecord(DrillScene scene)
{
    /// <summary>The first failures say what went wrong; the rest are counted.</summary>
    private const int FailuresMax = 5;

    private readonly HashSet<string> _victims =
        scene.Victims.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);

    private readonly Dictionary<(string Node, string Client, SiteId Site), Asked> _asked = [];
    private readonly Dictionary<SiteId, bool> _serving = scene.Sites.ToDictionary(site => site.Id, _ => true);
    private readonly HashSet<string> _restarted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly List<DrillEvent> _events = [];
    private readonly List<string> _failures = [];
    private TimeSpan? _unrouted;
    private TimeSpan? _namedAgain;
    private TimeSpan? _routedAgain;
    private TimeSpan? _verdictLeft;
    private TimeSpan? _verdictBack;
    private long _epoch = scene.Table.Epoch;
    private int _requests;
    private int _retried;
    private int _failed;

    /// <summary>What happened so far, in the order in which it was seen.</summary>
    public IReadOnlyList<DrillEvent> Events => _events;

    /// <summary>Whether there is nothing more to wait for: everything is as it was before. The verdicts are told
    /// sooner than the nodes' documents: both are waited for.</summary>
    public bool IsOver => _routedAgain is not null && _reported.Count == _victims.Count;

    /// <summary>How it stands.</summary>
    public DrillResult Result => new(_unrouted, _routedAgain, _requests, _retried, _failed, [.. _failures]);

    /// <summary>The processes are dead.</summary>
    public void Killed(IReadOnlyDictionary<string, int> processes)
    {
        foreach (var (node, id) in processes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Add(TimeSpan.Zero, "killed", FormattableString.Invariant($"{node} is killed: SIGKILL to process {id}"));
        }
    }

    /// <summary>A node's DNS has answered before anything was killed: the answers that named a victim are those that
    /// must change.</summary>
    public void AnsweredBefore(string node, string client, SiteId site, bool named)
    {
        if (named)
        {
            _asked[(node, client, site)] = new Asked();
        }
    }

    /// <summary>A node's DNS has answered.</summary>
    /// <param name="after">Since the kill.</param>
    /// <param name="node">Whose DNS.</param>
    /// <param name="client">For clients of which network.</param>
    /// <param name="site">Asked for which site.</param>
    /// <param name="named">Whether the answer names a victim.</param>
    public void Answered(TimeSpan after, string node, string client, SiteId site, bool named)
    {
        if (!_asked.TryGetValue((node, client, site), out var asked))
        {
            return;
        }

        if (!named)
        {
            asked.Left ??= after;
        }
        else if (asked.Left is null || _restarted.Count == 0)
        {
            // Named still; or once more, which takes back what was judged of it.
            (asked.Last, asked.Left, _unrouted) = (after, null, null);
        }
        else
        {
            asked.Back ??= after;
        }

        Judge(after);
    }

    /// <summary>A verdict table is in force.</summary>
    public void Weighed(TimeSpan after, VerdictTable table)
    {
        if (table.Epoch == _epoch)
        {
            return;
        }

        _epoch = table.Epoch;
        foreach (var site in scene.Sites)
        {
            if (table.Find(site.Id, scene.Location) is not { } verdict)
            {
                continue;
            }

            var serving = DrillScene.Serves(verdict, _victims);
            if (serving != _serving[site.Id])
            {
                _serving[site.Id] = serving;
                Turn(after, table.Epoch, site, verdict, serving);
            }
            else if (serving && verdict.Held is { } held && _verdictLeft is null)
            {
                var text = $"verdict {table.Epoch}: a guard holds {site.Id} at {scene.Location} ({held})";
                Add(after, "held", text, [.. verdict.Shut.Select(Shut)]);
            }
        }

        Judge(after);
    }

    /// <summary>A killed process runs again.</summary>
    public void Restarted(TimeSpan after, string node, int process)
    {
        if (_restarted.Add(node))
        {
            Add(after, "restarted", FormattableString.Invariant($"{node} runs again as process {process}"));
        }
    }

    /// <summary>A killed node reports to the control plane again, as a new process.</summary>
    public void Reported(TimeSpan after, string node)
    {
        if (_reported.Add(node))
        {
            Add(after, "reported", $"{node} reports again");
        }
    }

    /// <summary>A client has made a request.</summary>
    /// <param name="after">When it ended.</param>
    /// <param name="retried">Whether the second address was needed.</param>
    /// <param name="failure">Why it failed, or null.</param>
    public void Requested(TimeSpan after, bool retried, string? failure)
    {
        _requests++;
        _retried += retried ? 1 : 0;
        if (failure is null)
        {
            return;
        }

        if (_failed++ == 0)
        {
            Add(after, "requestFailed", "a request fails", [failure]);
        }

        if (_failures.Count < FailuresMax)
        {
            _failures.Add(failure);
        }
    }

    private void Turn(TimeSpan after, long epoch, DrillSite site, Verdict verdict, bool serving)
    {
        if (serving)
        {
            _verdictBack = after;
            Add(after, "verdictBack", $"verdict {epoch}: every gate is open, {site.Id} is back at {scene.Location}");
            return;
        }

        _verdictLeft ??= after;
        var nodes = string.Join(", ", _victims.Order(StringComparer.Ordinal));
        Add(
            after,
            "verdictLeft",
            verdict.Serviceable
                ? $"verdict {epoch}: {site.Id} leaves {nodes}; {scene.Location} stays"
                : $"verdict {epoch}: {site.Id} leaves {scene.Location}",
            verdict.Serviceable ? [] : [.. verdict.Shut.Select(Shut)]);
    }

    private static string Shut(ShutGate shut)
    {
        var gate = $"{shut.Gate.ToString().ToLowerInvariant()} is shut: {shut.Reason}";
        return shut.Detail.Length > 0 ? $"{gate}, {shut.Detail.TrimEnd('.')}" : gate;
    }

    private void Judge(TimeSpan after)
    {
        if (_unrouted is null)
        {
            JudgeLeaving();
        }
        else if (_restarted.Count == _victims.Count && _routedAgain is null)
        {
            JudgeReturn(after);
        }
    }

    private void JudgeLeaving()
    {
        if (_verdictLeft is not { } left || _asked.Values.Any(asked => asked.Left is null))
        {
            return;
        }

        if (_asked.Count == 0)
        {
            _unrouted = left;
            Add(left, "unrouted", "no DNS answer names it: none that was asked for did before");
            return;
        }

        var named = _asked.Where(pair => pair.Value.Last is not null).ToList();
        if (named.Count > 0)
        {
            var ((node, client, _), last) = named.MaxBy(pair => pair.Value.Last);
            Add(last.Last!.Value, "lastNamed", $"the last DNS answer that names it: {node}, asked for {client}");
        }

        _unrouted = _asked.Values.Max(asked => asked.Left);
        var servers = _asked.Keys.Select(key => key.Node).Distinct(StringComparer.Ordinal);
        var agreed = string.Join(", ", servers.Order(StringComparer.Ordinal));
        Add(_unrouted!.Value, "unrouted", $"no DNS answer names it any more: {agreed} agree");
    }

    private void JudgeReturn(TimeSpan after)
    {
        if (_serving.Values.Any(serving => !serving))
        {
            return;
        }

        if (_namedAgain is null && _asked.Where(pair => pair.Value.Back is not null).ToList() is { Count: > 0 } back)
        {
            var ((node, client, _), first) = back.MinBy(pair => pair.Value.Back);
            _namedAgain = first.Back;
            var text = $"the first DNS answer that names it again: {node}, asked for {client}";
            Add(first.Back!.Value, "namedAgain", text);
        }

        if (_asked.Values.All(asked => asked.Back is not null))
        {
            _routedAgain = _asked.Count == 0 ? _verdictBack ?? after : _asked.Values.Max(asked => asked.Back);
            Add(
                _routedAgain!.Value,
                "routedAgain",
                _asked.Count == 0
                    ? "users may be sent there again"
                    : "every DNS answer that named it before names it again");
        }
    }

    private void Add(TimeSpan after, string kind, string text, params ImmutableArray<string> details) =>
        _events.Add(new DrillEvent(after, kind, text, details));

    private sealed class Asked
    {
        public TimeSpan? Last { get; set; }

        public TimeSpan? Left { get; set; }

        public TimeSpan? Back { get; set; }
    }
}
