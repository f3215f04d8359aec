using System.Collections.Immutable;
using Selvedge.Core.Scaling.Headroom;
using Selvedge.Core.Scaling.Horizontal;

namespace Selvedge.Bench.Scale;

/// <summary>Instances that serve a trace, decided about every 15 s. An instance serves 100 requests a second, its cpu
/// use is its share of that and never above all, and it is ready a minute after it was asked for. Decisions see what
/// was measured during the 15 s before.</summary>
internal sealed class Replay(double[] minutes)
{
    /// <summary>Requests a second that one instance serves.</summary>
    public const double PerInstance = 100;

    /// <summary>Seconds until a new instance is ready.</summary>
    public const int StartSeconds = 60;

    private const int StepSeconds = 15;
    private const int StepsPerMinute = 60 / StepSeconds;
    private const int MinutesPerDay = 24 * 60;

    // Measured, decided, started.
    private const int ReactionSteps = 2 + StartSeconds / StepSeconds;

    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    private static readonly HorizontalPolicy Requests = new()
    {
        MaxReplicas = 1000,
        Metrics =
        [
            new MetricTarget(
                MetricSource.External, "requests", MetricTargetType.AverageValue, (long)(PerInstance * 1000)),
        ],
    };

    /// <summary>Kubernetes with nothing but maxReplicas said: cpu at 80 % of the request.</summary>
    /// <param name="from">The first minute.</param>
    /// <param name="to">The minute after the last.</param>
    public Outcome Defaults(int from, int to)
    {
        var policy = new HorizontalPolicy
        {
            MaxReplicas = 1000,
            Metrics = [new MetricTarget(MetricSource.Resource, "cpu", MetricTargetType.Utilization, 80)],
        };
        var requests = ImmutableDictionary<string, long>.Empty.Add("cpu", 1000);
        return Run(from, to, (step, starts, measured, memory) =>
        {
            var now = At(step);
            var ready = starts.Count(start => IsReady(start, step));
            var use = (long)(1000 * Math.Min(1, measured / (PerInstance * Math.Max(1, ready))));
            var pods = starts.Select((start, index) => new PodState
            {
                Name = $"{index}",
                Ready = IsReady(start, step),
                StartedAt = At(start),
                ReadyChangedAt = At(start + (IsReady(start, step) ? StartSeconds / StepSeconds : 0)),
                Requests = requests,
            }).ToImmutableArray();
            return HorizontalAutoscaler.Decide(policy, new HorizontalInput
            {
                Now = now,
                SpecReplicas = starts.Count,
                StatusReplicas = starts.Count,
                Pods = pods,
                Readings =
                [
                    new MetricReading
                    {
                        Samples =
                        [
                            .. pods.Where(pod => pod.Ready == true).Select(pod => new PodSample(
                                pod.Name, use, now, TimeSpan.FromSeconds(StepSeconds))),
                        ],
                    },
                ],
            }, memory);
        });
    }

    /// <summary>Arriving requests with learned room above them.</summary>
    /// <param name="policyAt">The policy at a minute.</param>
    /// <param name="from">The first minute.</param>
    /// <param name="to">The minute after the last.</param>
    public Outcome Ours(Func<int, HeadroomPolicy> policyAt, int from, int to)
    {
        var learned = new LearnedHeadroom();
        return Run(from, to, (step, starts, measured, memory) =>
        {
            var headroom = policyAt(step / StepsPerMinute);
            var policy = Requests with { Behavior = headroom.Behavior };
            learned = learned.Observed(Demand(Math.Max(0, step - 1 - ReactionSteps)), measured, At(step));
            var wanted = measured * learned.Factor(headroom, measured, At(step));
            return HorizontalAutoscaler.Decide(policy, new HorizontalInput
            {
                Now = At(step),
                SpecReplicas = starts.Count,
                StatusReplicas = starts.Count,
                Readings = [new MetricReading { Amount = (long)(wanted * 1000) }],
            }, memory);
        });
    }

    /// <summary>As many as needed in each step, known before.</summary>
    public Outcome Foresight(int from, int to)
    {
        var steps = Enumerable.Range(from * StepsPerMinute, (to - from) * StepsPerMinute)
            .Sum(step => Math.Max(1, Math.Ceiling(Demand(step) / PerInstance)));
        return new Outcome([], [steps * StepSeconds / 3600]);
    }

    private Outcome Run(
        int from, int to, Func<int, List<int>, double, HorizontalMemory, HorizontalDecision> decide)
    {
        var first = from * StepsPerMinute;
        List<int> starts =
            [.. Enumerable.Repeat(first - 1000, (int)Math.Ceiling(Demand(first) / PerInstance / 0.8) + 1)];
        var memory = HorizontalMemory.Empty;
        var violated = new HashSet<int>();
        var hours = new double[(to - from + MinutesPerDay - 1) / MinutesPerDay];
        for (var step = first; step < to * StepsPerMinute; step++)
        {
            var decision = decide(step, starts, Demand(Math.Max(0, step - 1)), memory);
            memory = decision.Memory.Scaled(At(step), starts.Count, decision.Replicas);
            while (starts.Count < decision.Replicas)
            {
                starts.Add(step);
            }

            // The youngest go first.
            starts.RemoveRange(decision.Replicas, starts.Count - decision.Replicas);
            hours[(step - first) / (MinutesPerDay * StepsPerMinute)] += starts.Count * StepSeconds / 3600.0;
            if (Demand(step) > PerInstance * starts.Count(start => IsReady(start, step)))
            {
                violated.Add(step / StepsPerMinute);
            }
        }

        var days = violated.CountBy(minute => (minute - from) / MinutesPerDay).ToDictionary();
        return new Outcome([.. hours.Select((_, day) => days.GetValueOrDefault(day))], [.. hours]);
    }

    private double Demand(int step) => minutes[step / StepsPerMinute] / 60;

    private static bool IsReady(int start, int step) => (step - start) * StepSeconds >= StartSeconds;

    private static DateTimeOffset At(int step) => Epoch.AddSeconds((double)step * StepSeconds);
}
