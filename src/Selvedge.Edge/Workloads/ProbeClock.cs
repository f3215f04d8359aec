using Selvedge.Core.Workloads;

namespace Selvedge.Edge.Workloads;

/// <summary>When a probe of one running container is due, and what its answers come to: as Kubernetes counts.</summary>
internal sealed class ProbeClock
{
    private readonly Probe _probe;
    private DateTimeOffset _next;
    private bool _underWay;
    private int _successes;
    private int _failures;

    /// <summary>Nothing is asked yet.</summary>
    /// <param name="kind">What for.</param>
    /// <param name="probe">How.</param>
    /// <param name="startedAt">The container's start: the first delay counts from it.</param>
    /// <param name="from">Not before this time.</param>
    public ProbeClock(ProbeKind kind, Probe probe, DateTimeOffset startedAt, DateTimeOffset from)
    {
        Kind = kind;
        _probe = probe;
        var first = startedAt + TimeSpan.FromSeconds(probe.InitialDelaySeconds);
        _next = first > from ? first : from;

        // Until it is known otherwise, a container lives, and neither has started nor is ready.
        Well = kind == ProbeKind.Liveness;
    }

    /// <summary>What for.</summary>
    public ProbeKind Kind { get; }

    /// <summary>What the answers come to.</summary>
    public bool Well { get; private set; }

    /// <summary>Whether so many failed in a row that the container has to go.</summary>
    public bool Fatal { get; private set; }

    /// <summary>When to ask; null while an answer is awaited or none is wanted any more.</summary>
    public DateTimeOffset? Due => _underWay || Fatal || (Kind == ProbeKind.Startup && Well) ? null : _next;

    /// <summary>Whether to ask now; if so, an answer is awaited.</summary>
    public bool TryBegin(DateTimeOffset now)
    {
        if (Due is not { } due || due > now)
        {
            return false;
        }

        // One that is late does not hurry the others.
        _next = now + TimeSpan.FromSeconds(Math.Max(1, _probe.PeriodSeconds));
        _underWay = true;
        return true;
    }

    /// <summary>How to ask.</summary>
    public Probe Probe => _probe;

    /// <summary>An answer came.</summary>
    public void Answer(bool success)
    {
        _underWay = false;
        _successes = success ? _successes + 1 : 0;
        _failures = success ? 0 : _failures + 1;
        if (success && _successes >= Math.Max(1, _probe.SuccessThreshold))
        {
            Well = true;
        }
        else if (!success && _failures >= Math.Max(1, _probe.FailureThreshold))
        {
            Well = false;
            Fatal = Kind != ProbeKind.Readiness;
        }
    }
}
