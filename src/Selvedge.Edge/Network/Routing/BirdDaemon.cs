using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Snapshots;
using Selvedge.Wire.Bird;

namespace Selvedge.Edge.Network.Routing;

/// <summary>The node's own BIRD: started, configured, switched and looked at. One caller at a time.</summary>
internal sealed class BirdDaemon : IAsyncDisposable
{
    // Answers that fail in a row until BIRD is taken for stuck: the first may be one odd answer.
    private const int FailuresMax = 2;

    private readonly RoutingOptions _options;
    private readonly RoutingMetrics _metrics;
    private readonly Func<bool> _isAlive;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BirdFiles _files;
    private readonly BirdClient _client;
    private readonly BirdConfigurator _configurator;
    private readonly Dictionary<string, bool> _enabled = new(StringComparer.Ordinal);
    private Lifeline? _process;
    private TimeSpan _wait = Limits.RestartFirst;
    private long _startedAt;
    private long _failedAt;
    private long _observedAt;
    private int _failures;

    /// <summary>Runs nothing yet.</summary>
    public BirdDaemon(
        RoutingOptions options,
        BirdFiles files,
        RoutingMetrics metrics,
        Func<bool> isAlive,
        TimeProvider time,
        ILogger logger)
    {
        (_options, _files, _metrics, _isAlive, _time, _logger) = (options, files, metrics, isAlive, time, logger);
        _client = new BirdClient(files.Socket, time);
        _configurator = new BirdConfigurator(options, files, _client, metrics, time, logger);
    }

    /// <summary>Whether BIRD runs, for all that is known.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Why it does not run, or which change is not in force; empty: all is well.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>What it was last seen to do.</summary>
    public BirdSight Sight { get; private set; } = BirdSight.None;

    /// <summary>Brings BIRD nearer to what is wanted. What cannot be done now is tried again in the next round.
    /// </summary>
    public async Task StepAsync(
        RoutingSection section, ImmutableArray<Announcement> wanted, CancellationToken cancellation)
    {
        try
        {
            if (_process is { HasExited: true })
            {
                throw new BirdException(BirdException.Unreachable, $"BIRD has ended. {_process.LastWords}");
            }

            if (_process is null && !await StartAsync(section, wanted, cancellation))
            {
                return;
            }

            // Speed counts for these; a new configuration can wait.
            await SwitchAsync(wanted, cancellation);
            await _configurator.ChangeAsync(section, wanted, Sight, cancellation);
            if (_observedAt == 0 || _time.GetElapsedTime(_observedAt) >= Limits.ObserveInterval)
            {
                await ObserveAsync(cancellation);
                await _configurator.VerifyAsync(Sight, cancellation);
                _observedAt = _time.GetTimestamp();
            }

            Problem = _configurator.Problem;
            _failures = 0;
        }
        catch (BirdException error)
        {
            await FailAsync(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk keeps a BIRD that runs from no route.
            _failedAt = _process is null ? _time.GetTimestamp() : _failedAt;
            Problem = $"BIRD's files cannot be written, it runs on as it is: {error.Message}";
        }
    }

    /// <summary>Ends sessions in order, and BIRD.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_process is null)
        {
            return;
        }

        try
        {
            await _client.AskAsync("down", cancellation);
            using var patience = new CancellationTokenSource(Limits.CommandTimeout, _time);
            await _process.ExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (BirdException error)
        {
            _metrics.Failed(error.Reason);
        }

        await EndAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _client.Dispose();
    }

    private async Task<bool> StartAsync(
        RoutingSection section, ImmutableArray<Announcement> wanted, CancellationToken cancellation)
    {
        if (_failedAt != 0 && _time.GetElapsedTime(_failedAt) < _wait)
        {
            return false;
        }

        _files.KillLeftover();
        Lifeline.WriteScript(_files.Script);
        _configurator.Begin(section, wanted);
        _enabled.Clear();
        _metrics.Started();
        _startedAt = _time.GetTimestamp();
        _observedAt = 0;
        _process = Lifeline.Start(
            _files.Script,
            [
                .. _options.Inside, _options.Bird, "-f", "-c", _files.Configuration, "-s", _files.Socket,
                "-P", _files.Pid,
            ],
            _isAlive,
            line => Log.Said(_logger, line));
        await AnswersAsync(_process, cancellation);
        Log.Started(_logger, BirdConfiguration.PeersOf(section, _options.Node).Count());
        return true;
    }

    private async Task AnswersAsync(Lifeline process, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await _client.AskAsync("show status", cancellation);
                return;
            }
            catch (BirdException error)
            {
                if (process.HasExited)
                {
                    throw new BirdException(
                        BirdException.Refused, $"BIRD does not start. {process.LastWords}", error);
                }

                if (_time.GetElapsedTime(_startedAt) >= Limits.StartTimeout)
                {
                    _failures = FailuresMax;
                    throw;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellation);
        }
    }

    // What is to be on comes before what is to be off: in between, both are, and nothing is withdrawn.
    private async Task SwitchAsync(ImmutableArray<Announcement> wanted, CancellationToken cancellation)
    {
        var switches = wanted.SelectMany(announcement => new[]
        {
            (Name: BirdNames.Announce(announcement.Prefix), On: announcement.State == AnnouncementState.Announced),
            (Name: BirdNames.Drain(announcement.Prefix), On: announcement.State == AnnouncementState.Draining),
        });
        foreach (var (name, on) in switches.OrderByDescending(pair => pair.On))
        {
            if (!_enabled.TryGetValue(name, out var before) || before != on)
            {
                // One that a change which is not in force would bring is not there yet; that is looked at each second.
                await _client.AskAsync($"{(on ? "enable" : "disable")} {BirdNames.Quote(name)}", cancellation);
                _enabled[name] = on;
            }
        }
    }

    private async Task ObserveAsync(CancellationToken cancellation)
    {
        var protocols = BirdTables.ReadProtocols(await _client.AskAsync("show protocols all", cancellation))
            .Select(Sight.Steady).ToImmutableArray();
        var exports = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var sight = new BirdSight(protocols, BirdSight.None.Exports);
        foreach (var session in sight.Established)
        {
            exports[session.Name] = BirdTables.ReadNetworks(
                await _client.AskAsync($"show route export {BirdNames.Quote(session.Name)}", cancellation));
        }

        Sight = sight with { Exports = exports.ToImmutable() };
        foreach (var (name, on) in _enabled.ToList())
        {
            // Somebody else switched it, or a change was undone.
            if (sight.Find(name) is { State: "up" or "down" } protocol && (protocol.State == "up") != on)
            {
                _enabled.Remove(name);
            }
        }
    }

    private async Task FailAsync(BirdException error)
    {
        _metrics.Failed(error.Reason);
        _failures++;
        Problem = error.Message.TrimEnd();
        if (_process is { HasExited: false } && _failures < FailuresMax)
        {
            return;
        }

        _wait = _startedAt != 0 && _time.GetElapsedTime(_startedAt) >= Limits.ProvenAfter
            ? Limits.RestartFirst
            : _failedAt == 0 ? Limits.RestartFirst
            : _wait + _wait < Limits.RestartLongest ? _wait + _wait : Limits.RestartLongest;
        _failedAt = _time.GetTimestamp();
        Log.Failed(_logger, _wait, Problem);
        await EndAsync();
    }

    private async Task EndAsync()
    {
        _client.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }

        _failures = 0;
        Sight = BirdSight.None;
        _configurator.Forget();
    }
}
