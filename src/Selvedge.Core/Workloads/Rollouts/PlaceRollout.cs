using System.Globalization;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Brings the pods of one place to one ReplicaSet, never with fewer available and more in all than the
/// strategy allows. Pure.</summary>
internal sealed class PlaceRollout(RolloutInput input, RolloutPlace place, PlacePods pods, ReplicaSet set)
{
    private readonly List<Pod> _wanted = [.. pods.Staying.Where(pod => pod.Hash() == set.Hash)];
    private readonly List<Pod> _old =
        [.. pods.Leaving, .. pods.Staying.Where(pod => pod.Hash() != set.Hash)];

    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private string _held = "";
    private int _unplaced;
    private int _refused;

    /// <summary>Adds what is to be done now.</summary>
    /// <param name="steps">Where.</param>
    /// <param name="serving">Places of the workload with available pods; this one leaves it when its last one
    /// ends.</param>
    public PlaceState Plan(ICollection<RolloutStep> steps, ISet<string> serving)
    {
        foreach (var (pod, reason) in pods.Lost)
        {
            steps.Add(new DeletePod(pod.Metadata.Name, pod.Metadata.Uid, reason));
        }

        foreach (var pod in _wanted.OrderBy(Available).ThenByDescending(Created).Take(_wanted.Count - place.Replicas)
            .ToList())
        {
            End(pod, "Fewer are wanted.", steps, serving);
        }

        if (input.Deployment.Spec.Strategy.Type == "Recreate" && _old.Count > 0)
        {
            EndAll(steps, serving);
        }
        else
        {
            Create(steps);
            Replace(steps, serving);
        }

        return State();
    }

    private void EndAll(ICollection<RolloutStep> steps, ISet<string> serving)
    {
        foreach (var pod in _old.OrderBy(Available).ToList())
        {
            End(pod, "All old ones end before the first new one begins.", steps, serving);
        }
    }

    private void Create(ICollection<RolloutStep> steps)
    {
        var (surge, _) = Slack();
        var count = Math.Min(
            place.Replicas - _wanted.Count, place.Replicas + surge - _wanted.Count - _old.Count);
        for (var index = 0; index < count; index++)
        {
            if (input.Quota?.Refusal(set.Spec.Template.Spec) is { } refusal)
            {
                (_held, _refused) = (refusal, count - index);
                return;
            }

            var node = NodeChoice.Find(
                place,
                set.Spec.Template.Spec,
                name => pods.Alive.Count(pod => pod.Spec.NodeName == name),
                name => _taken.GetValueOrDefault(name),
                out var reason);
            if (node is null)
            {
                (_held, _unplaced) = (reason, count - index);
                return;
            }

            input.Quota?.Take(set.Spec.Template.Spec);
            _taken[node.Name] = _taken.GetValueOrDefault(node.Name) + 1;
            steps.Add(new CreatePod(set.Metadata.Name, place.Location, node.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"{place.Location} has {_wanted.Count} of {place.Replicas} pods of revision {set.Revision}.")));
        }
    }

    private void Replace(ICollection<RolloutStep> steps, ISet<string> serving)
    {
        var (_, slack) = Slack();
        var least = place.Replicas - slack;
        var available = _wanted.Concat(_old).Count(Available);

        // What does not serve can go at once: new ones take its room.
        foreach (var pod in _old.Where(pod => !Available(pod)).ToList())
        {
            End(pod, "It does not serve, and its template is not wanted any more.", steps, serving);
        }

        foreach (var pod in _old.Take(Math.Max(0, available - least)).ToList())
        {
            var reason = pods.Leaving.Contains(pod)
                ? $"{pod.Spec.NodeName} is drained, and others have taken its place."
                : $"Revision {set.Revision} has taken its place.";
            End(pod, reason, steps, serving);
        }
    }

    // The last place of a workload never goes, whatever the strategy allows; scaling to nothing is the operator's word.
    private void End(Pod pod, string reason, ICollection<RolloutStep> steps, ISet<string> serving)
    {
        var rest = _wanted.Concat(_old).Count(other => Available(other) && !ReferenceEquals(other, pod));
        if (Available(pod) && rest == 0 && place.Replicas > 0)
        {
            if (!serving.Any(location => location != place.Location))
            {
                _held = "It has the last pod that serves.";
                return;
            }

            serving.Remove(place.Location);
        }

        _wanted.Remove(pod);
        _old.Remove(pod);
        steps.Add(new DeletePod(pod.Metadata.Name, pod.Metadata.Uid, reason));
    }

    private (int Surge, int Unavailable) Slack()
    {
        var rolling = input.Deployment.Spec.Strategy.RollingUpdate;
        var surge = rolling.MaxSurge.Of(place.Replicas, roundUp: true);
        var fewer = Math.Min(place.Replicas, rolling.MaxUnavailable.Of(place.Replicas, roundUp: false));

        // Shares of few pods round to nothing, and nothing would ever change.
        return surge == 0 && fewer == 0 ? (1, 0) : (surge, fewer);
    }

    private PlaceState State()
    {
        var alive = pods.Alive.ToList();
        var updated = alive.Count(pod => pod.Hash() == set.Hash);
        var available = alive.Count(pod => pod.Hash() == set.Hash && Available(pod));
        var isComplete = alive.Count == updated && updated == place.Replicas && available == updated
            && pods.Leaving.Count == 0 && _held.Length == 0;
        var phase = isComplete ? PlacePhase.Complete : _held.Length > 0 ? PlacePhase.Held : PlacePhase.Progressing;
        var message = _held.Length > 0 ? _held : string.Create(
            CultureInfo.InvariantCulture,
            $"{available} of {place.Replicas} pods of revision {set.Revision} serve.");
        return new PlaceState(
            place.Location,
            phase,
            message,
            place.Replicas,
            updated,
            alive.Count(pod => pod.Status.Ready),
            alive.Count(Available),
            alive.Count + pods.Unreachable.Count)
        {
            Unplaced = _unplaced,
            Refused = _refused,
        };
    }

    private bool Available(Pod pod) => pod.IsAvailable(input.Deployment.Spec.MinReadySeconds, input.Now);

    private static DateTimeOffset Created(Pod pod) => pod.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue;
}
