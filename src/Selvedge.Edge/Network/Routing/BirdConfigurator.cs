using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Snapshots;
using Selvedge.Wire.Bird;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Changes the configuration of a BIRD that runs: checked first, then tried, confirmed where sessions are
/// well, else undone. BIRD undoes by itself what nobody confirms.</summary>
internal sealed class BirdConfigurator(
    RoutingOptions options,
    BirdFiles files,
    BirdClient client,
    RoutingMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    // A change that was not good is tried again after this time: what failed may have been something else.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private const int ConfirmedCode = 18;

    private RoutingSection? _section;
    private string _shape = "";
    private string _text = "";
    private string _refused = "";
    private long _refusedAt;
    private BirdChange? _trial;

    /// <summary>Which change is not in force, and why; empty: none.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Writes the configuration that BIRD starts with.</summary>
    public void Begin(RoutingSection section, ImmutableArray<Announcement> wanted)
    {
        (_section, _shape) = (section, Shape(section));
        _text = BirdConfiguration.Write(section, options.Location, options.Node, wanted);
        BirdFiles.Write(files.Configuration, _text);
    }

    /// <summary>BIRD has ended.</summary>
    public void Forget()
    {
        (_section, _trial, _refused, Problem) = (null, null, "", "");
    }

    /// <summary>Begins to change to another section, where it is one.</summary>
    public async Task ChangeAsync(
        RoutingSection section, ImmutableArray<Announcement> wanted, BirdSight sight, CancellationToken cancellation)
    {
        if (_trial is not null || ReferenceEquals(section, _section))
        {
            return;
        }

        var shape = Shape(section);
        if (shape == _shape)
        {
            // What changed is not BIRD's to know. And what was refused is not wanted any more.
            (_section, _refused, Problem) = (section, "", "");
            return;
        }

        if (shape == _refused && time.GetElapsedTime(_refusedAt) < RetryInterval)
        {
            return;
        }

        var text = BirdConfiguration.Write(section, options.Location, options.Node, wanted);
        BirdFiles.Write(files.Next, text);
        if (await AskAsync($"configure check \"{files.Next}\"", cancellation) is { Length: > 0 } wrong)
        {
            Refuse(shape, "refused", wrong);
            return;
        }

        var trial = new BirdChange(
            section, shape, _text, Untouched(section, sight), sight.Established.Any(), time.GetTimestamp());
        File.Move(files.Next, files.Configuration, overwrite: true);
        var wait = ((int)Limits.ConfirmTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (await AskAsync($"configure timeout {wait}", cancellation) is { Length: > 0 } failed)
        {
            BirdFiles.Write(files.Configuration, _text);
            Refuse(shape, "refused", failed);
            return;
        }

        (_trial, _text) = (trial, text);
    }

    /// <summary>Confirms or undoes a trial, where enough is known.</summary>
    public async Task VerifyAsync(BirdSight sight, CancellationToken cancellation)
    {
        if (_trial is not { } trial)
        {
            return;
        }

        var late = time.GetElapsedTime(trial.BeganAt) >= Limits.VerifyTimeout;
        if (trial.Judge(sight, Expected(trial.Section), late) is not { } verdict)
        {
            return;
        }

        var reply = verdict.Length > 0 ? null : await client.AskAsync("configure confirm", cancellation);
        _trial = null;
        if (reply?.Code == ConfirmedCode)
        {
            (_section, _shape, _refused, Problem) = (trial.Section, trial.Shape, "", "");
            metrics.Changed("confirmed");
            Log.Confirmed(logger);
            return;
        }

        if (reply is null)
        {
            await client.AskAsync("configure undo", cancellation);
        }

        _text = trial.PreviousText;
        BirdFiles.Write(files.Configuration, _text);
        Refuse(trial.Shape, "undone", verdict.Length > 0 ? verdict : "It was not confirmed in time.");
    }

    private void Refuse(string shape, string outcome, string reason)
    {
        (_refused, _refusedAt) = (shape, time.GetTimestamp());
        Problem = $"The last change is not in force, BIRD runs on as before: {reason}";
        metrics.Changed(outcome);
        Log.NotChanged(logger, reason);
    }

    private async Task<string> AskAsync(string command, CancellationToken cancellation) =>
        (await client.AskAsync(command, cancellation)).Problem;

    private string Shape(RoutingSection section) =>
        BirdConfiguration.Write(section, options.Location, options.Node, []);

    private ImmutableArray<BirdProtocol> Untouched(RoutingSection section, BirdSight sight)
    {
        var next = Sessions(section);
        var before = _section is null ? [] : Sessions(_section);
        return
        [
            .. sight.Established.Where(session => before.TryGetValue(session.Name, out var text)
                && next.TryGetValue(session.Name, out var now) && text == now),
        ];
    }

    private Dictionary<string, string> Sessions(RoutingSection section) =>
        BirdConfiguration.PeersOf(section, options.Node).ToDictionary(
            peer => BirdNames.Peer(peer.Name),
            peer => BirdPeers.Session(new StringBuilder(), peer).ToString(),
            StringComparer.Ordinal);

    private IEnumerable<string> Expected(RoutingSection section) =>
    [
        .. section.Prefixes.Select(prefix => BirdNames.Announce(prefix.Name)),
        .. section.Prefixes.Select(prefix => BirdNames.Drain(prefix.Name)),
        .. BirdConfiguration.PeersOf(section, options.Node).Select(peer => BirdNames.Peer(peer.Name)),
    ];
}
