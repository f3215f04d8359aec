using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>One container of a <see cref="PodMachine"/>: pull, start, ask, start again.</summary>
internal sealed class ContainerMachine
{
    private readonly List<ProbeClock> _probes = [];
    private readonly BackOff _restarts = new();
    private readonly BackOff _pulls = new();
    private readonly EventBook _events;
    private Container _container;
    private Step _step = Step.Waiting;
    private DateTimeOffset _notBefore;
    private WaitingState _waiting = new() { Reason = "ContainerCreating" };
    private TerminatedState? _last;
    private DateTimeOffset _startedAt;
    private DateTimeOffset? _terminateAt;
    private DateTimeOffset? _killAt;
    private string? _previousId;
    private string _imageId = "";
    private int _attempt;
    private int _missed;
    private bool _unhealthy;
    private bool _killed;

    /// <summary>Has not run yet.</summary>
    public ContainerMachine(Container container, EventBook events)
    {
        _container = container;
        _events = events;
    }

    private enum Step
    {
        Waiting,
        Pulling,
        Starting,
        Running,
    }

    /// <summary>Its name.</summary>
    public string Name => _container.Name;

    /// <summary>The runtime's name for it while it runs; else null.</summary>
    public string? Id { get; private set; }

    /// <summary>Whether it runs, or is about to.</summary>
    public bool IsBusy => _step is Step.Running or Step.Starting;

    /// <summary>Whether it has ever run.</summary>
    public bool HasRun => _step == Step.Running || _last is not null;

    /// <summary>Whether its startup probe succeeded, or there is none, and it runs.</summary>
    public bool Started => _step == Step.Running
        && _probes.TrueForAll(probe => probe.Kind != ProbeKind.Startup || probe.Well);

    /// <summary>Whether traffic may come.</summary>
    public bool Ready => Started && _terminateAt is null && _killAt is null
        && (_container.ReadinessProbe is null
            || _probes.Exists(probe => probe is { Kind: ProbeKind.Readiness, Well: true }));

    /// <summary>When something is to be done if nothing happens until then.</summary>
    public DateTimeOffset? Due(bool ending) => _step switch
    {
        Step.Waiting when !ending => _notBefore,
        Step.Running => _probes.Select(probe => !ending && Asks(probe) ? probe.Due : null)
            .Append(_terminateAt).Append(_killAt).Min(),
        _ => null,
    };

    /// <summary>How it is.</summary>
    public ContainerStatus Status => new()
    {
        Name = Name,
        Image = _container.Image,
        ImageId = _imageId,
        ContainerId = Id ?? "",
        Ready = Ready,
        Started = Started,
        RestartCount = _attempt,
        State = _step == Step.Running
            ? new ContainerState { Running = new RunningState { StartedAt = _startedAt } }
            : new ContainerState { Waiting = _waiting },
        LastState = new ContainerState { Terminated = _last },
    };

    /// <summary>The snapshot has the pod anew: what its texts lacked may be there now.</summary>
    public void Take(Container container, DateTimeOffset now)
    {
        _container = container;
        if (_step == Step.Waiting && _waiting.Reason == PodMachine.ConfigError)
        {
            _notBefore = now;
        }
    }

    /// <summary>Adds what is to be done now.</summary>
    public void Advance(bool mayRun, List<PodAction> actions, DateTimeOffset now)
    {
        switch (_step)
        {
            case Step.Waiting when mayRun && now >= _notBefore:
                _step = Step.Pulling;
                actions.Add(new PodAction.Pull(_container));
                break;
            case Step.Running when _killAt <= now:
                // Again while it is still there: the runtime may not have answered.
                _killAt = now + Limits.RetryInterval;
                _terminateAt = null;
                _killed = true;
                actions.Add(new PodAction.Stop(Id!, StopSignal.Kill));
                break;
            case Step.Running when _terminateAt <= now:
                _terminateAt = null;
                actions.Add(new PodAction.Stop(Id!, StopSignal.Terminate));
                break;
            case Step.Running when mayRun:
                actions.AddRange(_probes.Where(probe => Asks(probe) && probe.TryBegin(now))
                    .Select(probe => new PodAction.Ask(Name, Id!, probe.Kind, probe.Probe)));
                break;
            default:
                break;
        }
    }

    /// <summary>The image is here.</summary>
    public PodAction? Pulled(string imageId, bool ending)
    {
        if (_step != Step.Pulling)
        {
            return null;
        }

        _pulls.Reset();
        _imageId = imageId;
        _step = ending ? Step.Waiting : Step.Starting;
        return ending ? null : new PodAction.Start(_container, _attempt);
    }

    /// <summary>The image did not come.</summary>
    public void PullFailed(string reason, string message, DateTimeOffset now)
    {
        if (_step != Step.Pulling)
        {
            return;
        }

        message += WayOut(reason);
        _events.Add(now, true, "Failed", $"Failed to pull image \"{_container.Image}\": {message}");
        var transient = reason == RuntimeException.Unavailable;
        Wait(
            reason == RuntimeException.ErrImagePull ? "ImagePullBackOff" : reason,
            reason == RuntimeException.ErrImagePull
                ? $"Back-off pulling image \"{_container.Image}\": {reason}: {message}"
                : message,
            now + (transient ? Limits.RetryInterval : _pulls.Take(atOnce: false)));
    }

    /// <summary>It was started.</summary>
    public void StartSucceeded(string id, int attempt, DateTimeOffset now)
    {
        if (_step == Step.Starting)
        {
            _events.Add(now, false, "Started", $"Started container {Name}");
            Run(id, attempt, now, now);
        }
    }

    /// <summary>It did not start.</summary>
    public void StartFailed(string reason, string message, DateTimeOffset now)
    {
        if (_step == Step.Starting)
        {
            _events.Add(now, true, "Failed", $"Container {Name}: {message}");
            Wait(reason, message, now + (reason == RuntimeException.Unavailable
                ? Limits.RetryInterval
                : _restarts.Take(atOnce: false)));
        }
    }

    /// <summary>What the runtime has of it; null where it has nothing.</summary>
    public void Observe(OwnedContainer? seen, List<PodAction> actions, DateTimeOffset now)
    {
        if (_step != Step.Running)
        {
            return;
        }

        // One look may be older than the start.
        _missed = seen is null ? _missed + 1 : 0;
        if (seen is null && _missed < 2)
        {
            return;
        }

        if (seen is null or { Running: false })
        {
            Exit(seen, actions, now);
        }
        else
        {
            _startedAt = seen.StartedAt ?? _startedAt;
        }
    }

    /// <summary>A container of an earlier process of the node, the newest of its name.</summary>
    public void Adopt(OwnedContainer found, OwnedContainer? before, List<PodAction> actions, DateTimeOffset now)
    {
        _previousId = before?.Id;
        _imageId = found.ImageId;
        Run(found.Id, found.Attempt, found.StartedAt ?? now, now);
        Observe(found, actions, now);
    }

    /// <summary>A probe was answered.</summary>
    public void Answer(
        string id, ProbeKind kind, bool success, string message, TimeSpan grace, DateTimeOffset now)
    {
        if (Id != id || _probes.Find(probe => probe.Kind == kind) is not { } probe)
        {
            return;
        }

        probe.Answer(success);
        if (!success)
        {
            _events.Add(now, true, "Unhealthy", $"{kind} probe of {Name} failed: {message}");
        }

        if (probe.Fatal && _killAt is null)
        {
            _unhealthy = true;
            _events.Add(now, false, "Killing", $"Container {Name} failed its {kind.ToString().ToLowerInvariant()} "
                + "probe, will be restarted");
            Stop(now, now + grace);
        }
        else if (success && kind == ProbeKind.Startup && probe.Well)
        {
            AddOthers(now);
        }
    }

    /// <summary>It has to end.</summary>
    /// <param name="terminateAt">When it is asked.</param>
    /// <param name="killAt">When it is ended.</param>
    public void Stop(DateTimeOffset terminateAt, DateTimeOffset killAt)
    {
        if (_step == Step.Running && _killAt is null)
        {
            _terminateAt = terminateAt;
            _killAt = killAt;
        }
        else if (_step == Step.Running && killAt < _killAt)
        {
            _killAt = killAt;
        }
    }

    /// <summary>The request to end did not get through.</summary>
    public void StopFailed(StopSignal signal, DateTimeOffset now)
    {
        if (_step == Step.Running && signal == StopSignal.Terminate && _killAt is not null)
        {
            _terminateAt = now + Limits.RetryInterval;
        }
    }

    private void Run(string id, int attempt, DateTimeOffset startedAt, DateTimeOffset now)
    {
        _step = Step.Running;
        Id = id;
        _attempt = attempt;
        _startedAt = startedAt;
        _unhealthy = false;
        _killed = false;
        _missed = 0;
        _probes.Clear();
        Add(ProbeKind.Startup, _container.StartupProbe, now);
        if (_container.StartupProbe is null)
        {
            AddOthers(now);
        }
    }

    private void Exit(OwnedContainer? seen, List<PodAction> actions, DateTimeOffset now)
    {
        var finished = seen?.FinishedAt ?? now;
        var code = seen?.ExitCode ?? 137;
        var forMemory = seen?.OutOfMemory == true
            || (code == 137 && !_killed && seen is not null && _container.Resources.MemoryBytesMax is not null);
        _last = new TerminatedState
        {
            ExitCode = code,
            Reason = forMemory ? TerminatedState.OutOfMemory
                : _unhealthy ? "Unhealthy"
                : code == 0 ? "Completed" : "Error",
            Message = seen is null ? "The runtime does not know it any more." : "",
            StartedAt = _startedAt,
            FinishedAt = finished,
        };

        // One instance stays for its log; the one before that goes.
        if (_previousId is not null)
        {
            actions.Add(new PodAction.Remove(_previousId));
        }

        _previousId = Id;
        Id = null;
        _terminateAt = null;
        _killAt = null;
        _probes.Clear();
        if (finished - _startedAt >= Limits.ProvenAfter)
        {
            _restarts.Reset();
        }

        var wait = _restarts.Take(atOnce: true);
        _attempt++;
        if (wait > TimeSpan.Zero)
        {
            _events.Add(now, true, "BackOff", $"Back-off restarting failed container {Name}");
        }

        Wait(
            wait > TimeSpan.Zero ? "CrashLoopBackOff" : "ContainerCreating",
            wait > TimeSpan.Zero
                ? $"back-off {wait} restarting container {Name}, which ended with exit code {code} ({_last.Reason}): "
                    + $"its last words are in kubectl logs --previous -c {Name}"
                : "",
            finished + wait);
    }

    private static string WayOut(string reason) => reason switch
    {
        RuntimeException.ErrImageNeverPull => " Bring it to the node, or write another imagePullPolicy.",
        RuntimeException.ErrImagePull => " Mend the image's name or tag, or bring it to the node.",
        RuntimeException.InvalidImageName => " Write for example registry.example.com/shop:1.4.",
        _ => "",
    };

    private void Wait(string reason, string message, DateTimeOffset until)
    {
        _step = Step.Waiting;
        _waiting = new WaitingState { Reason = reason, Message = message };
        _notBefore = until;
    }

    // While it ends, nobody asks how it lives.
    private bool Asks(ProbeClock probe) => _killAt is null || probe.Kind == ProbeKind.Readiness;

    private void AddOthers(DateTimeOffset now)
    {
        Add(ProbeKind.Readiness, _container.ReadinessProbe, now);
        Add(ProbeKind.Liveness, _container.LivenessProbe, now);
    }

    private void Add(ProbeKind kind, Probe? probe, DateTimeOffset now)
    {
        if (probe is not null && !_probes.Exists(known => known.Kind == kind))
        {
            _probes.Add(new ProbeClock(kind, probe, _startedAt, now));
        }
    }
}
