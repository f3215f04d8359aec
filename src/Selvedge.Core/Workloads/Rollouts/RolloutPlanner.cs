using System.Collections.Immutable;
using System.Globalization;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Decides what becomes of a Deployment's pods next: one place first, then as many at once as have succeeded;
/// a template that fails is taken back; the last place that serves stays. Pure, and level-triggered: each step leaves
/// all in order, and the next plan goes on from whatever was done.</summary>
public static class RolloutPlanner
{
    /// <summary>Plans.</summary>
    public static RolloutPlan Plan(RolloutInput input)
    {
        var spec = input.Deployment.Spec;
        var hash = TemplateHash.Of(spec.Template);
        var memory = input.Memory.Failed == hash ? input.Memory : input.Memory with { Failed = "", FailedBecause = "" };
        var newest = input.Sets.MaxBy(set => set.Revision);
        var own = input.Sets.FirstOrDefault(set => set.Hash == hash);
        var steps = ImmutableArray.CreateBuilder<RolloutStep>();
        if (spec.Paused)
        {
            own = newest;
        }
        else if (own is null)
        {
            steps.Add(new CreateSet(hash, (newest?.Revision ?? 0) + 1, "The template is new."));
        }
        else if (own != newest && memory.Failed.Length == 0)
        {
            steps.Add(new RenumberSet(own.Metadata.Name, newest!.Revision + 1, "Its template is wanted again."));
        }

        var proven = input.Sets.FirstOrDefault(set => set.Hash == memory.Proven);
        // Until its own set is there, what is known to run goes on.
        var target = memory.Failed.Length > 0 ? proven ?? own : own ?? proven ?? newest;
        var failure = target is null || target != own ? null : Failure(input, target);
        if (failure is not null && proven is not null && proven != target && !spec.Paused)
        {
            memory = memory with { Failed = hash, FailedBecause = failure };
            target = proven;
        }

        var places = PlanPlaces(input, target, steps);
        var isProven = target?.Hash == hash && own is not null && places.All(IsDone) && places.Any(IsComplete);
        memory = isProven ? memory with { Proven = hash } : memory;
        Forget(input, target, memory, steps);
        return new RolloutPlan(
            steps.ToImmutable(),
            memory,
            target?.Hash ?? "",
            places,
            memory.Failed.Length > 0 ? memory.FailedBecause : failure);
    }

    // A dead location must not keep a template that runs well everywhere else from being proven: it would be taken back
    // for whatever fails later.
    private static bool IsDone(PlaceState place) =>
        place.Phase is PlacePhase.Complete or PlacePhase.Leaving or PlacePhase.CutOff;

    private static bool IsCutOff(RolloutPlace place) =>
        !place.Nodes.IsEmpty && place.Nodes.All(node => node.SilentSince is not null);

    private static bool IsComplete(PlaceState place) => place.Phase == PlacePhase.Complete;

    private static string? Failure(RolloutInput input, ReplicaSet target) => input.Pods
        .Where(pod => pod.Hash() == target.Hash)
        .GroupBy(pod => pod.Location(), StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => RolloutFailures.Find(group.Key, [.. group], input.Deployment.Spec, input.Now))
        .FirstOrDefault(reason => reason is not null);

    private static ImmutableArray<PlaceState> PlanPlaces(
        RolloutInput input, ReplicaSet? target, ImmutableArray<RolloutStep>.Builder steps)
    {
        var states = ImmutableArray.CreateBuilder<PlaceState>();
        var all = input.Places.OrderBy(place => place.Location, StringComparer.Ordinal)
            .Select(place => (Place: place, Pods: new PlacePods(
                place, input.Pods.Where(pod => pod.Location() == place.Location), input.Now)))
            .ToList();
        EndStrays(input, steps);
        if (target is null)
        {
            return [];
        }

        var planned = all.Where(entry => entry.Place.Planned).ToList();
        var admitted = Admitted(input, planned, target);
        var serving = planned
            .Where(entry =>
                entry.Pods.Alive.Any(pod => pod.IsAvailable(input.Deployment.Spec.MinReadySeconds, input.Now)))
            .Select(entry => entry.Place.Location)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (place, pods) in all)
        {
            if (!place.Planned)
            {
                Leave(place, pods, states, steps);
                continue;
            }

            var set = SetOf(input, place, pods, target, admitted);
            var state = new PlaceRollout(input, place, pods, set).Plan(steps, serving);
            if (IsCutOff(place))
            {
                states.Add(state with
                {
                    Phase = PlacePhase.CutOff,
                    Message = "None of its nodes reports; it follows when it is back.",
                });
                continue;
            }

            states.Add(set == target || state.Phase == PlacePhase.Held ? state : state with
            {
                Phase = PlacePhase.Waiting,
                Message = $"Other locations take revision {target.Revision} first.",
                Updated = 0,
            });
        }

        return states.ToImmutable();
    }

    private static HashSet<string> Admitted(
        RolloutInput input, List<(RolloutPlace Place, PlacePods Pods)> planned, ReplicaSet target)
    {
        var (updated, begun, waiting) = (0, new List<string>(), new List<string>());
        foreach (var (place, pods) in planned)
        {
            if (IsCutOff(place))
            {
                // The others do not wait for a place that is cut off; it follows when it is back.
                continue;
            }

            var isOld = pods.Alive.Any(pod => pod.Hash() != target.Hash);
            var ours = pods.Alive.Where(pod => pod.Hash() == target.Hash).ToList();
            var isWell = ours.Count(pod => pod.IsAvailable(input.Deployment.Spec.MinReadySeconds, input.Now))
                >= place.Replicas;
            if (!isOld && isWell)
            {
                updated++;
            }
            else if (isOld && ours.Count == 0)
            {
                waiting.Add(place.Location);
            }
            else
            {
                begun.Add(place.Location);
            }
        }

        return RolloutWaves.Admitted(updated, begun, waiting).ToHashSet(StringComparer.Ordinal);
    }

    // A place that has to wait keeps what it has.
    private static ReplicaSet SetOf(
        RolloutInput input, RolloutPlace place, PlacePods pods, ReplicaSet target, HashSet<string> admitted) =>
        admitted.Contains(place.Location)
            ? target
            : input.Sets.Where(set => pods.Alive.Any(pod => pod.Hash() == set.Hash)).MaxBy(set => set.Revision)
                ?? target;

    private static void Leave(
        RolloutPlace place, PlacePods pods, ImmutableArray<PlaceState>.Builder states,
        ImmutableArray<RolloutStep>.Builder steps)
    {
        var alive = pods.Alive.Concat(pods.Unreachable).ToList();
        if (alive.Count == 0 && pods.Lost.Count == 0)
        {
            return;
        }

        if (!place.Kept)
        {
            steps.AddRange(alive.Concat(pods.Lost.Select(entry => entry.Pod)).Select(pod => new DeletePod(
                pod.Metadata.Name, pod.Metadata.Uid, $"The plan does not put it at {place.Location} any more.")));
        }

        states.Add(new PlaceState(
            place.Location,
            PlacePhase.Leaving,
            place.Kept ? "It stays until nobody is sent here any more." : "Its pods end.",
            0,
            0,
            alive.Count(pod => pod.Status.Ready),
            alive.Count(pod => pod.Status.Ready),
            alive.Count));
    }

    // Pods of a location that is no more.
    private static void EndStrays(RolloutInput input, ImmutableArray<RolloutStep>.Builder steps)
    {
        var known = input.Places.Select(place => place.Location).ToHashSet(StringComparer.Ordinal);
        steps.AddRange(input.Pods.Where(pod => !known.Contains(pod.Location())).Select(pod => new DeletePod(
            pod.Metadata.Name, pod.Metadata.Uid, $"There is no location {pod.Location()}.")));
    }

    private static void Forget(
        RolloutInput input, ReplicaSet? target, RolloutMemory memory, ImmutableArray<RolloutStep>.Builder steps)
    {
        var used = input.Pods.Select(pod => pod.Hash()).ToHashSet(StringComparer.Ordinal);
        var own = TemplateHash.Of(input.Deployment.Spec.Template);
        steps.AddRange(input.Sets
            .Where(set => set != target && set.Hash != own && set.Hash != memory.Proven && !used.Contains(set.Hash))
            .OrderByDescending(set => set.Revision)
            .Skip(input.Deployment.Spec.RevisionHistoryLimit)
            .Select(set => new DeleteSet(set.Metadata.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"{input.Deployment.Spec.RevisionHistoryLimit} old revisions are kept."))));
    }
}
