using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads;

/// <summary>A pod with one container, <c>main</c>, and a clock that is moved by hand.</summary>
internal sealed class PodStory
{
    public const string Uid = "0-1";

    public static readonly DateTimeOffset Began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<ProbeKind, int> _answered = [];

    private int _from;

    public PodMachine Machine { get; } = new(
        new PodIdentity("default", "web", Uid, TimeSpan.FromSeconds(30)), Began);

    public DateTimeOffset Now { get; private set; } = Began;

    public List<PodAction> Done { get; } = [];

    public PodAction Last => Done[^1];

    public PodStatus Status => Machine.Status();

    public static PodSection Section(params Container[] containers) => new(
        "default", "web", Uid, "node-1",
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("app", "web")]),
        ImmutableSortedDictionary<string, string>.Empty,
        new PodSpec
        {
            Containers = containers.Length > 0
                ? [.. containers]
                : [new Container { Name = "main", Image = "localhost/tools:1" }],
        },
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>.Empty,
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>.Empty);

    /// <summary>One whose container runs since now.</summary>
    public static PodStory Running(Func<Container, Container>? change = null)
    {
        var pod = new PodStory();
        var container = new Container { Name = "main", Image = "localhost/tools:1" };
        pod.Tell(new PodInput.Wanted(Section(change?.Invoke(container) ?? container)));
        pod.Tell(new PodInput.Observed([]));
        pod.Tell(new PodInput.Opened(IPAddress.Loopback));
        pod.Tell(new PodInput.Pulled("main", "sha256:1"));
        pod.Tell(new PodInput.Started("main", 0, "id-0"));
        return pod;
    }

    public void Tell(PodInput input)
    {
        _from = Done.Count;
        Done.AddRange(Machine.Handle(input, Now));
    }

    public void Pass(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Tell(new PodInput.Tick());
    }

    /// <summary>Lets time pass until something is done that was not waited for before.</summary>
    public void PassUntil<T>()
        where T : PodAction
    {
        while (!Done.Skip(_from).Any(action => action is T))
        {
            Assert.True(Now - Began < TimeSpan.FromDays(1), $"No {typeof(T).Name} within a day");
            Now += Step;
            Done.AddRange(Machine.Handle(new PodInput.Tick(), Now));
        }

        _from = Done.Count;
    }

    /// <summary>How many probes of a kind were answered.</summary>
    public int Answered(ProbeKind kind) => _answered.GetValueOrDefault(kind);

    public void Answer(ProbeKind kind, bool success)
    {
        _answered[kind] = Answered(kind) + 1;
        Tell(new PodInput.Asked("main", "id-0", kind, success, "no"));
    }

    public OwnedContainer Owned(string id, int attempt, bool running, int exit = 0) => new(
        id, Machine.Identity, "main", attempt, "sha256:1", running, Began, running ? null : Now, exit, false);
}
