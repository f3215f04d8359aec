using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;

namespace Selvedge.Core.Tests.Workloads.Rollouts;

/// <summary>A network that does what rollouts plan: pods become ready some seconds after they were made, unless their
/// image is bad.</summary>
internal sealed class RolloutWorld
{
    public const int StartSeconds = 3;

    private readonly List<ReplicaSet> _sets = [];
    private int _named;

    public RolloutWorld(params (string Location, int Nodes)[] places)
    {
        Places =
        [
            .. places.Select(place => new RolloutPlace(place.Location, true, false, 1,
            [
                .. Enumerable.Range(1, place.Nodes).Select(number => new RolloutNode(
                    FormattableString.Invariant($"{place.Location}-{number}"), null, true,
                    ImmutableDictionary<string, string>.Empty, 0, null, null)),
            ])),
        ];
    }

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<RolloutPlace> Places { get; }

    public List<Pod> Pods { get; } = [];

    public IReadOnlyList<ReplicaSet> Sets => _sets;

    public RolloutMemory Memory { get; private set; } = RolloutMemory.None;

    public DeploymentSpec Spec { get; set; } = new() { Template = Template("shop:1") };

    public ResourceQuota? Quota { get; set; }

    public RolloutPlan Last { get; private set; } = null!;

    public List<RolloutStep> Done { get; } = [];

    public static PodTemplate Template(string image) => new()
    {
        Metadata = new ObjectMeta { Labels = ImmutableDictionary<string, string>.Empty.Add("app", "shop") },
        Spec = new PodSpec { Containers = [new Container { Name = "shop", Image = image }] },
    };

    /// <summary>One plan, carried out whole.</summary>
    public RolloutPlan Step()
    {
        Last = RolloutPlanner.Plan(new RolloutInput(
            new Deployment { Metadata = new ObjectMeta { Name = "shop" }, Spec = Spec },
            Memory, [.. _sets], [.. Pods], [.. Places], Now)
        {
            Quota = Quota is { } quota ? new QuotaRoom([quota], Pods) : null,
        });
        Memory = Last.Memory;
        foreach (var step in Last.Steps)
        {
            Done.Add(step);
            Do(step);
        }

        return Last;
    }

    /// <summary>Plans and waits until nothing is left to do.</summary>
    public void Settle(int secondsMax = 600, Action? each = null)
    {
        for (var second = 0; second < secondsMax; second++)
        {
            var plan = Step();
            each?.Invoke();
            if (plan.Steps.IsEmpty && plan.Places.All(place => place.Phase is PlacePhase.Complete)
                && plan.Failure is null)
            {
                return;
            }

            Pass(1);
        }
    }

    public void Pass(int seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        for (var index = 0; index < Pods.Count; index++)
        {
            var pod = Pods[index];
            if (!pod.Status.Ready && pod.Status.Phase == "Pending"
                && Now - pod.Metadata.CreationTimestamp >= TimeSpan.FromSeconds(StartSeconds))
            {
                Pods[index] = pod with { Status = Started(pod) };
            }
        }
    }

    public void Change(string location, Func<RolloutPlace, RolloutPlace> change)
    {
        var index = Places.FindIndex(place => place.Location == location);
        Places[index] = change(Places[index]);
    }

    public void Replicas(int count)
    {
        for (var index = 0; index < Places.Count; index++)
        {
            Places[index] = Places[index] with { Replicas = count };
        }
    }

    public int Serving(string location) => Pods.Count(pod =>
        pod.Metadata.Labels[WorkloadLabels.Location] == location && pod.Status.Ready);

    public IEnumerable<string> Images(string location) => Pods
        .Where(pod => pod.Metadata.Labels[WorkloadLabels.Location] == location)
        .Select(pod => pod.Spec.Containers[0].Image).Order(StringComparer.Ordinal);

    private PodStatus Started(Pod pod) => pod.Spec.Containers[0].Image switch
    {
        "crash" => new PodStatus
        {
            ContainerStatuses =
            [
                new ContainerStatus
                {
                    RestartCount = 3,
                    State = new ContainerState
                    {
                        Waiting = new WaitingState { Reason = "CrashLoopBackOff", Message = "exit code 1" },
                    },
                },
            ],
        },
        "mute" => new PodStatus { Phase = "Running" },
        _ => new PodStatus { Phase = "Running", Ready = true, ReadySince = Now },
    };

    private void Do(RolloutStep step)
    {
        switch (step)
        {
            case CreateSet create:
                _sets.Add(new ReplicaSet
                {
                    Metadata = new ObjectMeta
                    {
                        Name = $"shop-{create.Hash}",
                        Labels = ImmutableDictionary<string, string>.Empty.Add(
                            WorkloadLabels.TemplateHash, create.Hash),
                        Annotations = Number(create.Revision),
                    },
                    Spec = new ReplicaSetSpec { Template = Spec.Template },
                });
                break;
            case RenumberSet renumber:
                var at = _sets.FindIndex(set => set.Metadata.Name == renumber.Set);
                _sets[at] = _sets[at] with
                {
                    Metadata = _sets[at].Metadata with { Annotations = Number(renumber.Revision) },
                };
                break;
            case DeleteSet delete:
                _sets.RemoveAll(set => set.Metadata.Name == delete.Set);
                break;
            case CreatePod create:
                var set = _sets.Single(set => set.Metadata.Name == create.Set);
                Pods.Add(new Pod
                {
                    Metadata = new ObjectMeta
                    {
                        Name = FormattableString.Invariant($"{create.Set}-{create.Location}-{_named:D4}"),
                        Uid = FormattableString.Invariant($"{_named++}"),
                        CreationTimestamp = Now,
                        Labels = set.Metadata.Labels.Add(WorkloadLabels.Location, create.Location),
                    },
                    Spec = set.Spec.Template.Spec with { NodeName = create.Node },
                });
                break;
            case DeletePod delete:
                Pods.RemoveAll(pod => pod.Metadata.Uid == delete.Uid);
                break;
        }
    }

    private static ImmutableDictionary<string, string> Number(long revision) =>
        ImmutableDictionary<string, string>.Empty.Add(
            WorkloadLabels.Revision, revision.ToString(CultureInfo.InvariantCulture));
}
