using System.Collections.Immutable;
using System.Net;
using k8s.Models;
using Selvedge.Core.Nodes;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>One pod in a cluster: what is told goes in, what is to be done comes out, time is told too. The cluster
/// itself starts, asks and restarts; this decides only that the pod is there, and that it ends.</summary>
internal sealed class ClusterPod
{
    private readonly EventBook _events = new();
    private readonly BackOff _refusals = new();
    private readonly DateTimeOffset _startTime;
    private V1Deployment? _deployment;
    private V1Pod? _pod;
    private PodSection? _applied;
    private WaitingState? _problem;
    private PodStatus _status;
    private DateTimeOffset _notBefore;
    private DateTimeOffset _endAt;
    private bool _hasPods;
    private bool _busy;
    private bool _ended;

    /// <summary>Knows nothing of the cluster yet.</summary>
    /// <param name="identity">Which pod.</param>
    /// <param name="now">When the node took it up.</param>
    public ClusterPod(PodIdentity identity, DateTimeOffset now)
    {
        Identity = identity;
        _startTime = now;
        _status = ClusterStatus.Before(null, null, null);
    }

    /// <summary>Which pod.</summary>
    public PodIdentity Identity { get; }

    /// <summary>The newest section; null for a pod that was in no snapshot since the node started.</summary>
    public PodSection? Section { get; private set; }

    /// <summary>Whether it left the snapshot.</summary>
    public bool Ending { get; private set; }

    /// <summary>Whether nothing is left of it.</summary>
    public bool Finished { get; private set; }

    /// <summary>Whether traffic may come.</summary>
    public bool Ready => !Ending && _status.Ready && Address is not null;

    /// <summary>Its address; null before it has one.</summary>
    public IPAddress? Address => IPAddress.TryParse(_status.PodIp, out var address) ? address : null;

    /// <summary>What happened lately.</summary>
    public ImmutableArray<PodEvent> Events => _events.Events;

    /// <summary>What the cluster calls the pod; empty before it is there.</summary>
    public string ClusterName => _pod?.Metadata.Name ?? "";

    /// <summary>When something is to be done if nothing happens until then; null: never.</summary>
    public DateTimeOffset? Due
    {
        get
        {
            var at = Ending && !_ended && _endAt > _notBefore ? _endAt : _notBefore;
            return _busy || Finished || Wish(at) is null ? null : at;
        }
    }

    /// <summary>How it is.</summary>
    public PodStatus Status() => _status with
    {
        Ready = Ready,
        StartTime = _status.StartTime ?? _startTime,
        Reason = Ending ? "Terminating" : _status.Reason,
        Message = Ending ? "" : _status.Message,
    };

    /// <summary>The snapshot has it.</summary>
    public void Want(PodSection section, DateTimeOffset now)
    {
        Section = section;
        _notBefore = _notBefore < now ? _notBefore : now;
        Reread(now);
    }

    /// <summary>The snapshot has it no more: not ready at once, and a little later it is asked to end.</summary>
    public void End(DateTimeOffset now)
    {
        var wasReady = Ready;
        Ending = true;
        _notBefore = now;
        _endAt = wasReady && Workloads.Limits.UnreadyBeforeStop < Identity.Grace
            ? now + Workloads.Limits.UnreadyBeforeStop
            : now;
        _events.Add(now, false, "Killing", "Stopping the pod in the cluster");
    }

    /// <summary>What the cluster has of it.</summary>
    public void See(V1Deployment? deployment, IReadOnlyList<V1Pod> pods, DateTimeOffset now)
    {
        var present = ClusterStatus.Present(pods);
        _hasPods = pods.Count > 0;
        if (!ReferenceEquals(deployment, _deployment) || !ReferenceEquals(present, _pod))
        {
            (_deployment, _pod) = (deployment, present);
            Reread(now);
        }
    }

    /// <summary>What is to be done now; null: nothing. It is answered before anything else is asked for.</summary>
    public ClusterAction? Next(DateTimeOffset now)
    {
        if (_busy || Finished || now < _notBefore || Wish(now) is not { } action)
        {
            return null;
        }

        _busy = true;
        return action;
    }

    /// <summary>It was done.</summary>
    public void Done(ClusterAction action, DateTimeOffset now)
    {
        _busy = false;
        _notBefore = Ending ? now : now + Limits.SightLag;
        _refusals.Reset();
        _problem = null;
        switch (action)
        {
            case ClusterAction.Apply apply:
                _applied = apply.Section;
                break;
            case ClusterAction.End:
                _ended = true;
                break;
            default:
                Finished = true;
                break;
        }

        Reread(now);
    }

    /// <summary>It could not be done.</summary>
    public void Failed(RuntimeException error, DateTimeOffset now)
    {
        _busy = false;
        _notBefore = now + (error.IsTransient ? Limits.SightLag : _refusals.Take(atOnce: false));
        if (!error.IsTransient)
        {
            _problem = new WaitingState { Reason = error.Reason, Message = error.Message };
            Reread(now);
        }
    }

    private ClusterAction? Wish(DateTimeOffset now)
    {
        if (Ending)
        {
            return !_ended ? now >= _endAt ? new ClusterAction.End(NameOf()) : null
                : _deployment is null && !_hasPods ? new ClusterAction.Clean(Identity.Uid)
                : null;
        }

        return Section is not { } section ? null
            : _deployment is not null && ReferenceEquals(_applied, section) ? null
            : ClusterObjects.Missing(section).Length > 0 ? null
            : new ClusterAction.Apply(section, _deployment);
    }

    // Another version of the node may have called it otherwise.
    private string NameOf() => _deployment?.Metadata.Name ?? ClusterNames.Deployment(Identity);

    private void Reread(DateTimeOffset now)
    {
        var missing = Section is null || _deployment is not null ? "" : ClusterObjects.Missing(Section);
        var problem = missing.Length > 0
            ? new WaitingState { Reason = PodMachine.ConfigError, Message = missing }
            : _problem;
        var next = _pod is not null
            ? ClusterStatus.Of(Section, _pod)
            : ClusterStatus.Before(Section, _deployment, problem);
        ClusterEvents.Note(_events, _status, next, now);
        _status = next;
    }
}
