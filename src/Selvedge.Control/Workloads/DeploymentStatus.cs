using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Workloads;

/// <summary>The status of a Deployment, with the members that kubectl reads.</summary>
/// <param name="ObservedGeneration">The generation that it speaks of.</param>
/// <param name="Replicas">Pods at all locations.</param>
/// <param name="WantedReplicas">Pods that are wanted at all locations.</param>
/// <param name="UpdatedReplicas">Pods of the newest template.</param>
/// <param name="ReadyReplicas">Pods that are ready.</param>
/// <param name="AvailableReplicas">Pods that were ready for long enough.</param>
/// <param name="UnavailableReplicas">Pods that are wanted and not available.</param>
/// <param name="CompletePlaces">Locations where all is as wanted, of those planned: <c>2/3</c>.</param>
/// <param name="Places">One a location.</param>
/// <param name="Conditions"><c>Available</c> and <c>Progressing</c>, as Kubernetes'; and <c>ReplicaFailure</c> where a
/// quota does not allow a pod.</param>
/// <param name="Memory">What rollouts remember.</param>
internal sealed record DeploymentStatus(
    long ObservedGeneration,
    int Replicas,
    int WantedReplicas,
    int UpdatedReplicas,
    int ReadyReplicas,
    int AvailableReplicas,
    int UnavailableReplicas,
    string CompletePlaces,
    ImmutableArray<PlaceState> Places,
    ImmutableArray<Condition> Conditions,
    RolloutMemory Memory)
{
    /// <summary>The status that is stored. Whatever somebody wrote there: an unreadable one is as none.</summary>
    public static DeploymentStatus? Read(StoredResource stored) =>
        stored.Document.TryGetProperty("status", out var status)
            && CoreJson.TryRead<DeploymentStatus>(Encoding.UTF8.GetBytes(status.GetRawText()), out var read, out _)
                ? read
                : null;

    /// <summary>The status after a plan. Pure.</summary>
    /// <param name="input">What was planned from.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="before">The status as it was, whose times are kept where nothing changed.</param>
    public static DeploymentStatus Of(RolloutInput input, RolloutPlan plan, DeploymentStatus? before)
    {
        var hash = TemplateHash.Of(input.Deployment.Spec.Template);
        var wanted = plan.Places.Sum(place => place.Wanted);
        var available = plan.Places.Sum(place => place.Available);
        var planned = plan.Places.Where(place => place.Phase != PlacePhase.Leaving).ToList();
        var complete = planned.Count(place => place.Phase == PlacePhase.Complete);
        var isComplete = plan.IsComplete && plan.Target == hash && planned.Count > 0;
        return new DeploymentStatus(
            input.Deployment.Metadata.Generation,
            plan.Places.Sum(place => place.Pods),
            wanted,
            input.Pods.Count(pod =>
                pod.Metadata.Labels.GetValueOrDefault(WorkloadLabels.TemplateHash, "") == hash),
            plan.Places.Sum(place => place.Ready),
            available,
            Math.Max(0, wanted - available),
            string.Create(CultureInfo.InvariantCulture, $"{complete}/{planned.Count}"),
            plan.Places,
            [
                Available(planned, input.Now).Since(before?.Conditions),
                Progressing(plan, isComplete, input.Now).Since(before?.Conditions),
                .. planned.Where(place => place.Refused > 0).Take(1).Select(place => new Condition(
                    "ReplicaFailure", "True", "FailedCreate", place.Message, input.Now).Since(before?.Conditions)),
            ],
            plan.Memory);
    }

    private static Condition Available(List<PlaceState> planned, DateTimeOffset now)
    {
        var without = planned.Where(place => place is { Available: 0, Wanted: > 0 }).Select(place => place.Location)
            .ToList();
        return without.Count == 0
            ? new Condition(
                "Available", "True", "MinimumReplicasAvailable", "Every location has an available pod.", now)
            : new Condition(
                "Available", "False", "MinimumReplicasUnavailable",
                $"No pod is available at {string.Join(", ", without)}.", now);
    }

    private static Condition Progressing(RolloutPlan plan, bool isComplete, DateTimeOffset now) => plan switch
    {
        { Memory.Failed.Length: > 0, Failure: { } reason } => new Condition(
            "Progressing", "False", "ProgressDeadlineExceeded", $"Taken back: {reason}", now),
        { Failure: { } reason } => new Condition(
            "Progressing", "False", "ProgressDeadlineExceeded", reason, now),
        _ when isComplete => new Condition(
            "Progressing", "True", "NewReplicaSetAvailable", "All is as wanted at every location.", now),
        _ => new Condition(
            "Progressing", "True", "ReplicaSetUpdated",
            string.Join(" ", plan.Places.Where(place => place.Phase != PlacePhase.Complete)
                .Select(place => $"{place.Location}: {place.Message}")), now),
    };
}
