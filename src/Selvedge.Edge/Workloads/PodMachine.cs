using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Nodes;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>One pod: what is told goes in, what is to be done comes out, time is told too. Nothing else decides about
/// a pod.</summary>
/// <remarks>The pod waits for its first <see cref="PodInput.Observed"/>: what runs already is taken up, not started
/// again. An action is answered before the same one is asked for again.</remarks>
internal sealed class PodMachine
{
    /// <summary>A container's variables or files name what is not there.</summary>
    public const string ConfigError = "CreateContainerConfigError";

    private readonly List<ContainerMachine> _containers = [];
    private readonly EventBook _events = new();
    private readonly DateTimeOffset _startTime;
    private PodSection? _section;
    private IPAddress? _address;
    private DateTimeOffset _openAt;
    private DateTimeOffset _closeAt;
    private DateTimeOffset? _readySince;
    private string _problem = "";
    private bool _ready;
    private bool _observed;
    private bool _opening;
    private bool _closing;

    /// <summary>Knows nothing of what runs yet.</summary>
    /// <param name="identity">Which pod.</param>
    /// <param name="now">When the node took it up.</param>
    public PodMachine(PodIdentity identity, DateTimeOffset now)
    {
        Identity = identity;
        _startTime = now;
    }

    /// <summary>Which pod.</summary>
    public PodIdentity Identity { get; }

    /// <summary>The newest section; null for a pod that was in no snapshot since the node started.</summary>
    public PodSection? Section => _section;

    /// <summary>Its address; null before it has one.</summary>
    public IPAddress? Address => _address;

    /// <summary>Whether it left the snapshot.</summary>
    public bool Ending { get; private set; }

    /// <summary>Whether nothing is left of it.</summary>
    public bool Finished { get; private set; }

    /// <summary>Whether traffic may come.</summary>
    public bool Ready => !Ending && _containers.Count > 0 && _containers.TrueForAll(container => container.Ready);

    /// <summary>What happened lately.</summary>
    public ImmutableArray<PodEvent> Events => _events.Events;

    /// <summary>The containers that run, by the runtime's name.</summary>
    public IEnumerable<string> Running => _containers.Select(container => container.Id).OfType<string>();

    /// <summary>When something is to be done if nothing happens until then; null: never.</summary>
    public DateTimeOffset? Due
    {
        get
        {
            if (!_observed || Finished)
            {
                return null;
            }

            var due = _containers.Select(container => container.Due(Ending || _address is null)).Min();
            var own = Ending
                ? _closing || IsBusy ? (DateTimeOffset?)null : _closeAt
                : _address is null && !_opening ? _openAt : null;
            return due is null || own < due ? own ?? due : due;
        }
    }

    /// <summary>How it is.</summary>
    public PodStatus Status()
    {
        var statuses = _containers.Select(container => container.Status).ToImmutableArray();
        var waiting = statuses.Select(status => status.State.Waiting)
            .FirstOrDefault(state => state is { Reason: not "ContainerCreating" });
        return new PodStatus
        {
            Phase = _containers.Exists(container => container.HasRun) ? "Running" : "Pending",
            Ready = Ready,
            ReadySince = _readySince,
            Reason = Ending ? "Terminating" : waiting?.Reason ?? (_problem.Length > 0 ? "ContainerCreating" : ""),
            Message = Ending ? "" : waiting?.Message ?? _problem,
            PodIp = _address?.ToString() ?? "",
            StartTime = _startTime,
            ContainerStatuses = statuses,
        };
    }

    /// <summary>Takes in what is told.</summary>
    /// <returns>What is to be done, in this order.</returns>
    public IReadOnlyList<PodAction> Handle(PodInput input, DateTimeOffset now)
    {
        var actions = new List<PodAction>();
        Take(input, actions, now);
        if (_observed && !Finished)
        {
            Advance(actions, now);
        }

        if (Ready != _ready)
        {
            _ready = Ready;
            _readySince = now;
        }

        return actions;
    }

    // What is under way may still give the pod something that has to be taken away.
    private bool IsBusy => _opening || _containers.Exists(container => container.IsBusy);

    private void Take(PodInput input, List<PodAction> actions, DateTimeOffset now)
    {
        switch (input)
        {
            case PodInput.Wanted wanted when !Ending:
                Want(wanted.Section, now);
                break;
            case PodInput.Unwanted when !Ending:
                End(now);
                break;
            case PodInput.Observed observed:
                Observe(observed.Containers, actions, now);
                break;
            case PodInput.Opened opened:
                _opening = false;
                _address = opened.Address;
                _problem = "";
                break;
            case PodInput.Pulled pulled when Find(pulled.Container) is { } container:
                if (container.Pulled(pulled.ImageId, Ending) is { } start)
                {
                    actions.Add(start);
                }

                break;
            case PodInput.Started started when Find(started.Container) is { } container:
                container.StartSucceeded(started.Id, started.Attempt, now);
                if (Ending)
                {
                    container.Stop(now, now + Identity.Grace);
                }

                break;
            case PodInput.Asked asked:
                Find(asked.Container)?.Answer(
                    asked.Id, asked.Kind, asked.Success, asked.Message, Identity.Grace, now);
                break;
            case PodInput.Closed:
                Finished = true;
                break;
            case PodInput.Failed failed:
                Fail(failed, now);
                break;
            default:
                break;
        }
    }

    private void Want(PodSection section, DateTimeOffset now)
    {
        _section = section;
        foreach (var container in section.Spec.Containers)
        {
            if (Find(container.Name) is { } known)
            {
                known.Take(container, now);
            }
            else
            {
                _containers.Add(new ContainerMachine(container, _events));
            }
        }
    }

    private void End(DateTimeOffset now)
    {
        Ending = true;
        var pause = Limits.UnreadyBeforeStop < Identity.Grace ? Limits.UnreadyBeforeStop : Identity.Grace;
        if (!_ready)
        {
            pause = TimeSpan.Zero;
        }

        foreach (var container in _containers.Where(container => container.IsBusy))
        {
            _events.Add(now, false, "Killing", $"Stopping container {container.Name}");
            container.Stop(now + pause, now + Identity.Grace);
        }
    }

    private void Observe(IReadOnlyList<OwnedContainer> seen, List<PodAction> actions, DateTimeOffset now)
    {
        if (!_observed)
        {
            _observed = true;
            Adopt(seen, actions, now);
            return;
        }

        foreach (var container in _containers)
        {
            var match = container.Id is { } id ? seen.FirstOrDefault(one => one.Id == id) : null;
            container.Observe(match, actions, now);
        }
    }

    private void Adopt(IReadOnlyList<OwnedContainer> seen, List<PodAction> actions, DateTimeOffset now)
    {
        foreach (var instances in seen.GroupBy(one => one.Name, StringComparer.Ordinal))
        {
            var ordered = instances.OrderByDescending(one => one.Attempt).ToList();
            if (Find(instances.Key) is not { } container)
            {
                container = new ContainerMachine(new Container { Name = instances.Key }, _events);
                _containers.Add(container);
            }

            container.Adopt(ordered[0], ordered.ElementAtOrDefault(1), actions, now);
            if (Ending)
            {
                container.Stop(now, now + Identity.Grace);
            }
        }
    }

    private void Fail(PodInput.Failed failed, DateTimeOffset now)
    {
        switch (failed.Action)
        {
            case PodAction.Open:
                _opening = false;
                _openAt = now + Limits.RetryInterval;
                _problem = failed.Message;
                break;
            case PodAction.Pull pull:
                Find(pull.Container.Name)?.PullFailed(failed.Reason, failed.Message, now);
                break;
            case PodAction.Start start:
                Find(start.Container.Name)?.StartFailed(failed.Reason, failed.Message, now);
                break;
            case PodAction.Ask ask:
                Find(ask.Container)?.Answer(ask.Id, ask.Kind, false, failed.Message, Identity.Grace, now);
                break;
            case PodAction.Stop stop:
                _containers.Find(container => container.Id == stop.Id)?.StopFailed(stop.Signal, now);
                break;
            case PodAction.Close:
                _closing = false;
                _closeAt = now + Limits.RetryInterval;
                break;
            default:
                break;
        }
    }

    private void Advance(List<PodAction> actions, DateTimeOffset now)
    {
        if (!Ending && _address is null && !_opening && now >= _openAt)
        {
            _opening = true;
            actions.Add(new PodAction.Open());
        }

        foreach (var container in _containers)
        {
            container.Advance(!Ending && _address is not null, actions, now);
        }

        if (Ending && !_closing && now >= _closeAt && !IsBusy)
        {
            _closing = true;
            actions.Add(new PodAction.Close());
        }
    }

    private ContainerMachine? Find(string name) => _containers.Find(container => container.Name == name);
}
