using System.Collections.Immutable;
using Selvedge.Core.Scaling.Horizontal;

namespace Selvedge.Core.Tests.Scaling.Horizontal;

/// <summary>One seeded story of a target, told to the product and to the oracle in the words of each.</summary>
internal sealed class AutoscalerScene(int seed)
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    private readonly Random _random = new(seed);

    /// <summary>Runs the story; each step is what both decided.</summary>
    public IEnumerable<(HorizontalDecision Product, int Oracle)> Run(int steps)
    {
        var spec = Spec();
        var policy = Policy(spec, Targets());
        var oracle = new PublishedAutoscaler(spec);
        var memory = HorizontalMemory.Empty;
        var replicas = _random.Next(0, spec.Max + 3);
        var level = _random.NextDouble() * 3;
        var now = 10_000.0;
        for (var step = 0; step < steps; step++)
        {
            now += Pick(15, 15, 15, 30, 60, 1);
            level = Math.Max(0, level + _random.NextDouble() * 1.2 - 0.6);
            var status = Math.Max(0, replicas - Pick(0, 0, 0, 1, 2));
            var pods = Enumerable.Range(0, status).Select(index => Pod(index, now)).ToArray();
            var metrics = policy.Metrics.Select(target => Metric(target, pods, level, now)).ToArray();
            var input = new HorizontalInput
            {
                Now = At(now),
                SpecReplicas = replicas,
                StatusReplicas = status,
                Pods = [.. pods.Select(State)],
                Readings = [.. metrics.Select(Reading)],
            };
            var decision = HorizontalAutoscaler.Decide(policy, input, memory);
            var expected = oracle.Step(now, replicas, status, pods, metrics);
            yield return (decision, expected);

            memory = decision.Memory.Scaled(At(now), replicas, decision.Replicas);
            replicas = _random.Next(40) == 0 ? _random.Next(0, spec.Max + 2) : decision.Replicas;
        }
    }

    private PublishedAutoscaler.Spec Spec()
    {
        var min = Pick(0, 1, 1, 2, 5);
        var behavior = _random.Next(3) > 0;
        return new PublishedAutoscaler.Spec(
            min, min + _random.Next(1, 40), behavior,
            behavior ? Direction(0) : new PublishedAutoscaler.Direction(0, "Max", 0.1, []),
            behavior ? Direction(300) : new PublishedAutoscaler.Direction(300, "Max", 0.1, []),
            300, 30);
    }

    private PublishedAutoscaler.Direction Direction(int window) => new(
        Pick(window, window, 0, 60, 120), Pick("Max", "Max", "Min", "Disabled"), Pick(0.1, 0.1, 0.05, 0.0, 0.3),
        [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ =>
            (Pick("Pods", "Percent"), Pick(1, 4, 10, 50, 100, 900), Pick(15, 60, 120, 600)))]);

    private static HorizontalPolicy Policy(PublishedAutoscaler.Spec spec, ImmutableArray<MetricTarget> metrics) => new()
    {
        MinReplicas = spec.Min,
        MaxReplicas = spec.Max,
        Metrics = metrics,
        Behavior = spec.HasBehavior ? new ScalingBehavior(Rules(spec.Up), Rules(spec.Down)) : null,
    };

    private static ScalingRules Rules(PublishedAutoscaler.Direction direction) => new()
    {
        StabilizationWindowSeconds = direction.Window,
        Select = Enum.Parse<PolicySelection>(direction.Select),
        Tolerance = direction.Tolerance,
        Policies = [.. direction.Policies.Select(policy => new ScalingPolicy(
            Enum.Parse<ScalingPolicyType>(policy.Type), policy.Value, policy.Period))],
    };

    private ImmutableArray<MetricTarget> Targets() =>
    [
        .. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(7) switch
        {
            0 or 1 =>
                new MetricTarget(MetricSource.Resource, "cpu", MetricTargetType.Utilization, Pick(50, 60, 80, 120)),
            2 => new MetricTarget(MetricSource.Resource, "memory", MetricTargetType.Utilization, Pick(70, 90)),
            3 => new MetricTarget(MetricSource.Resource, "cpu", MetricTargetType.AverageValue, Pick(100, 333)),
            4 => new MetricTarget(MetricSource.Pods, "requests", MetricTargetType.AverageValue, Pick(1000, 777)),
            5 => new MetricTarget(MetricSource.Described, "requests", MetricTargetType.Value, Pick(10_000, 500)),
            _ => new MetricTarget(MetricSource.External, "queue", MetricTargetType.AverageValue, Pick(3000, 100)),
        }),
    ];

    private PublishedAutoscaler.Pod Pod(int index, double now)
    {
        var started = now - _random.Next(1, 600);
        var pending = _random.Next(12) == 0;
        return new PublishedAutoscaler.Pod(
            $"pod-{index}", pending, !pending && _random.Next(20) == 0, _random.Next(20) == 0,
            _random.Next(30) == 0 ? null : _random.Next(8) > 0, started + _random.Next(0, 60), started,
            _random.Next(400) == 0 ? null : Pick(100, 200, 250, 0));
    }

    private PublishedAutoscaler.Metric Metric(
        MetricTarget target, PublishedAutoscaler.Pod[] pods, double level, double now)
    {
        var perPod = target.Source is MetricSource.Resource or MetricSource.Pods;
        var utilization = target.Type == MetricTargetType.Utilization;
        return new PublishedAutoscaler.Metric(
            _random.Next(12) == 0, target.IsCpu, utilization, target.Type == MetricTargetType.AverageValue,
            target.Amount, (long)(target.Amount * level * Pick(1, 1, pods.Length + 1)),
            !perPod
                ? null
                : pods.Where(_ => _random.Next(9) > 0).ToDictionary(
                    pod => pod.Name,
                    pod => ((long)(level * (utilization ? (pod.Request ?? 100) * target.Amount / 100 : target.Amount)
                        * Pick(0.5, 0.9, 1.0, 1.1, 1.5)), now - _random.Next(0, 60), (double)Pick(15, 30)),
                    StringComparer.Ordinal));
    }

    private static PodState State(PublishedAutoscaler.Pod pod) => new()
    {
        Name = pod.Name,
        Phase = pod.Pending ? PodPhase.Pending : pod.Failed ? PodPhase.Failed : PodPhase.Running,
        Deleting = pod.Deleting,
        Ready = pod.Ready,
        ReadyChangedAt = At(pod.Changed),
        StartedAt = At(pod.Started),
        Requests = pod.Request is { } request
            ? ImmutableDictionary<string, long>.Empty.Add("cpu", request).Add("memory", request)
            : ImmutableDictionary<string, long>.Empty,
    };

    private static MetricReading Reading(PublishedAutoscaler.Metric metric) => new()
    {
        Failure = metric.Failed ? "it was not reachable" : "",
        Amount = metric.Single,
        Samples = metric.PerPod is null
            ? []
            : [.. metric.PerPod.Select(entry => new PodSample(
                entry.Key, entry.Value.Value, At(entry.Value.Time), TimeSpan.FromSeconds(entry.Value.Window)))],
    };

    private static DateTimeOffset At(double seconds) => Epoch.AddSeconds(seconds);

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
}
