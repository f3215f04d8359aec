namespace Selvedge.Core.Tests.Scaling.Horizontal;

/// <summary>The published description of Kubernetes' HorizontalPodAutoscaler (the task page "Horizontal Pod
/// Autoscaling" and KEP-853, with the controller's rounding), told once more in plain loops and types of its own. It
/// knows nothing of the product. All times are seconds.</summary>
internal sealed class PublishedAutoscaler(PublishedAutoscaler.Spec spec)
{
    private readonly List<(double Time, int Replicas)> _recommendations = [];
    private readonly List<(double Time, int Count)> _added = [];
    private readonly List<(double Time, int Count)> _removed = [];

    public int Step(double now, int specReplicas, int statusReplicas, Pod[] pods, Metric[] metrics)
    {
        if (_recommendations.Count == 0)
        {
            _recommendations.Add((now, specReplicas));
        }

        if (specReplicas == 0 && spec.Min > 0)
        {
            return 0;
        }

        var result = specReplicas > spec.Max ? spec.Max
            : specReplicas < spec.Min ? spec.Min
            : FromMetrics(now, specReplicas, statusReplicas, pods, metrics);
        if (result > specReplicas)
        {
            _added.Add((now, result - specReplicas));
        }
        else if (result < specReplicas)
        {
            _removed.Add((now, specReplicas - result));
        }

        return result;
    }

    private int FromMetrics(double now, int specReplicas, int statusReplicas, Pod[] pods, Metric[] metrics)
    {
        // "the largest of the desired replica counts is chosen. If any of these metrics cannot be converted ... and a
        // scale down is suggested by the metrics which can be fetched, scaling is skipped."
        var desired = 0;
        var failures = 0;
        foreach (var metric in metrics)
        {
            var one = metric.Failed ? -1
                : metric.PerPod is not null ? PerPod(now, specReplicas, pods, metric)
                : metric.Average ? PerReplica(statusReplicas, metric)
                : Total(specReplicas, pods, metric);
            failures += one < 0 ? 1 : 0;
            desired = Math.Max(desired, one);
        }

        if (failures == metrics.Length || (failures > 0 && desired < specReplicas))
        {
            return specReplicas;
        }

        if (!spec.HasBehavior)
        {
            var highest = desired;
            foreach (var (time, replicas) in _recommendations)
            {
                highest = time < now - 300 ? highest : Math.Max(highest, replicas);
            }

            _recommendations.Add((now, desired));
            var ceiling = Math.Min(spec.Max, Math.Max(2 * specReplicas, 4));
            return highest < spec.Min ? spec.Min : highest > ceiling ? ceiling : highest;
        }

        // "While scaling down, we should pick the safest (largest) ... while scaling up, the safest (smallest)".
        var lowestUp = desired;
        var highestDown = desired;
        foreach (var (time, replicas) in _recommendations)
        {
            if (now - time < spec.Up.Window && replicas < lowestUp)
            {
                lowestUp = replicas;
            }

            if (now - time < spec.Down.Window && replicas > highestDown)
            {
                highestDown = replicas;
            }
        }

        _recommendations.Add((now, desired));
        var stable = specReplicas;
        stable = stable < lowestUp ? lowestUp : stable;
        stable = stable > highestDown ? highestDown : stable;
        return stable > specReplicas ? Math.Min(stable, Math.Min(spec.Max, MostAllowed(now, specReplicas)))
            : stable < specReplicas ? Math.Max(stable, Math.Max(spec.Min, LeastAllowed(now, specReplicas)))
            : stable;
    }

    private int MostAllowed(double now, int replicas)
    {
        if (spec.Up.Select == "Disabled")
        {
            return replicas;
        }

        int? best = null;
        foreach (var (type, value, period) in spec.Up.Policies)
        {
            var start = StartOf(now, period, replicas);
            var limit = type == "Pods" ? start + value : (int)Math.Ceiling(start * (1 + value / 100.0));
            best = best is null ? limit : spec.Up.Select == "Min" ? Math.Min(best.Value, limit)
                : Math.Max(best.Value, limit);
        }

        return Math.Max(best!.Value, replicas);
    }

    private int LeastAllowed(double now, int replicas)
    {
        if (spec.Down.Select == "Disabled")
        {
            return replicas;
        }

        int? best = null;
        foreach (var (type, value, period) in spec.Down.Policies)
        {
            // "10% of the pods is 7.2 but the number is rounded up to 8": what remains is rounded down.
            var start = StartOf(now, period, replicas);
            var limit = type == "Pods" ? start - value : (int)(start * (1 - value / 100.0));
            best = best is null ? limit : spec.Down.Select == "Min" ? Math.Max(best.Value, limit)
                : Math.Min(best.Value, limit);
        }

        return Math.Min(best!.Value, replicas);
    }

    private int StartOf(double now, int period, int replicas)
    {
        foreach (var (time, count) in _added)
        {
            replicas -= now - time < period ? count : 0;
        }

        foreach (var (time, count) in _removed)
        {
            replicas += now - time < period ? count : 0;
        }

        return replicas;
    }

    private int PerPod(double now, int current, Pod[] pods, Metric metric)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        var setAside = new List<string>();
        var missing = new List<string>();
        var requests = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            if (metric.Utilization && pod.Request is null)
            {
                // "CPU utilization for the Pod will not be defined and the autoscaler will not take any action".
                return -1;
            }

            requests[pod.Name] = pod.Request ?? 0;
            if (pod.Gone)
            {
                continue; // "Pods with a deletion timestamp are ignored, and all failed Pods are discarded"
            }

            if (pod.Pending)
            {
                setAside.Add(pod.Name);
                continue;
            }

            if (!metric.PerPod!.TryGetValue(pod.Name, out var sample))
            {
                missing.Add(pod.Name); // "missing metrics ... set aside for later"
                continue;
            }

            if (metric.Cpu)
            {
                var young = now < pod.Started + spec.CpuInitialization;
                var neverReady = pod.Ready == false && pod.Changed < pod.Started + spec.ReadinessDelay;
                var aside = pod.Ready is null
                    || (young ? pod.Ready == false || sample.Time < pod.Changed + sample.Window : neverReady);
                if (aside)
                {
                    setAside.Add(pod.Name);
                    continue;
                }
            }

            values[pod.Name] = sample.Value;
        }

        if (values.Count == 0)
        {
            return -1;
        }

        if (metric.Utilization && values.Keys.Sum(name => requests[name]) == 0)
        {
            return -1;
        }

        var ratio = Ratio();
        if (missing.Count == 0 && !(setAside.Count > 0 && ratio > 1))
        {
            return Close(ratio) ? current : (int)Math.Ceiling(ratio * values.Count);
        }

        // "assuming those pods were consuming 100% ... in case of a scale down, and 0% in case of a scale up"
        foreach (var name in missing)
        {
            if (ratio < 1)
            {
                values[name] = metric.Utilization
                    ? requests[name] * Math.Max(100, metric.Target) / 100
                    : metric.Target;
            }
            else if (ratio > 1)
            {
                values[name] = 0;
            }
        }

        // "assumes that the not-yet-ready pods are consuming 0% of the desired metric, further dampening"
        if (ratio > 1)
        {
            foreach (var name in setAside)
            {
                values[name] = 0;
            }
        }

        // "If the new ratio reverses the scale direction, or is within the tolerance, the controller doesn't take any
        // scaling action."
        var second = Ratio();
        if (Close(second) || (ratio < 1 && second > 1) || (ratio > 1 && second < 1))
        {
            return current;
        }

        var replicas = (int)Math.Ceiling(second * values.Count);
        return (second < 1 && replicas > current) || (second > 1 && replicas < current) ? current : replicas;

        double Ratio()
        {
            var used = values.Values.Sum();
            return metric.Utilization
                ? (double)(used * 100 / values.Keys.Sum(name => requests[name])) / metric.Target
                : (double)(used / values.Count) / metric.Target;
        }
    }

    private int PerReplica(int statusReplicas, Metric metric) =>
        Close(metric.Single / ((double)metric.Target * statusReplicas))
            ? statusReplicas
            : (int)Math.Ceiling(metric.Single / (double)metric.Target);

    private int Total(int current, Pod[] pods, Metric metric)
    {
        var ratio = metric.Single / (double)metric.Target;
        if (current == 0)
        {
            return (int)Math.Ceiling(ratio);
        }

        if (Close(ratio))
        {
            return current;
        }

        var ready = 0;
        foreach (var pod in pods)
        {
            ready += !pod.Pending && !pod.Failed && pod.Ready == true ? 1 : 0;
        }

        return pods.Length == 0 ? -1 : (int)Math.Ceiling(ratio * ready);
    }

    private bool Close(double ratio) => ratio >= 1.0 - spec.Down.Tolerance && ratio <= 1.0 + spec.Up.Tolerance;

    internal sealed record Direction(
        int Window, string Select, double Tolerance, (string Type, int Value, int Period)[] Policies);

    internal sealed record Spec(
        int Min, int Max, bool HasBehavior, Direction Up, Direction Down, double CpuInitialization,
        double ReadinessDelay);

    internal sealed record Pod(
        string Name, bool Pending, bool Failed, bool Deleting, bool? Ready, double Changed, double Started,
        long? Request)
    {
        public bool Gone => Failed || Deleting;
    }

    internal sealed record Metric(
        bool Failed, bool Cpu, bool Utilization, bool Average, long Target, long Single,
        Dictionary<string, (long Value, double Time, double Window)>? PerPod);
}
