using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Core.Nodes;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Tests.Workloads.Runtimes;
using Selvedge.Edge.Workloads;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Workloads;

/// <summary>A pod agent over a real runtime.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    public const int Port = 18080;

    private readonly bool _stopPodsWithNode;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private long _epoch;

    private TestAgent(TestRuntime runtime, bool stopPodsWithNode)
    {
        Test = runtime;
        _stopPodsWithNode = stopPodsWithNode;
        Agent = Start();
    }

    public TestRuntime Test { get; }

    public PodAgent Agent { get; private set; }

    public static async Task<TestAgent> OpenAsync(string kind, bool stopPodsWithNode = false) =>
        new(await TestRuntime.OpenAsync(kind), stopPodsWithNode);

    /// <summary>A pod whose container runs a script of busybox's shell.</summary>
    public static PodSection Pod(string name, string script, Func<Container, Container>? change = null)
    {
        var container = new Container
        {
            Name = "main",
            Image = TestRuntime.Image,
            Command = [TestRuntime.Busybox, "sh", "-c"],
            Args = [script],
            Ports = [new ContainerPort { Name = "http", Number = Port }],
        };
        return new PodSection(
            "default", name, "uid-" + name, "node-1",
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("app", name)]),
            ImmutableSortedDictionary<string, string>.Empty,
            new PodSpec { Containers = [change?.Invoke(container) ?? container], TerminationGracePeriodSeconds = 5 },
            Documents(),
            Documents());
    }

    /// <summary>Documents of one entry each.</summary>
    public static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Documents(
        params (string Name, string Key, string Text)[] entries) =>
        entries.ToImmutableSortedDictionary(
            entry => entry.Name,
            entry => ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal, [KeyValuePair.Create(entry.Key, entry.Text)]),
            StringComparer.Ordinal);

    /// <summary>The snapshot has these pods from now on.</summary>
    public void Give(params PodSection[] pods)
    {
        var next = Selvedge.Core.Snapshots.Snapshot.Empty("loc") with
        {
            Epoch = ++_epoch,
            Pods = pods.ToImmutableSortedDictionary(pod => pod.Uid, pod => pod, StringComparer.Ordinal),
        };
        Assert.Empty(Agent.Check(next, new Manifest("loc", _epoch, [])));
        Agent.Swap(next);
    }

    public PodReport? Report(string name) => Agent.Reports.FirstOrDefault(report => report.Name == name);

    public Task IsAsync(string name, Func<PodReport, bool> condition, string what) => Eventually.TrueAsync(
        () => Report(name) is { } report && condition(report), $"{name} is {what}: {Report(name)?.Status}");

    public Task IsReadyAsync(string name) => IsAsync(name, report => report.Status.Ready, "ready");

    public Task IsGoneAsync(string name) => Eventually.TrueAsync(() => Report(name) is null, $"{name} is gone");

    /// <summary>The node's process ends, and another one begins.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        await Test.ReopenAsync();
        Agent = Start();
    }

    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Agent.Dispose();
        _stop.Dispose();
        _stop = new CancellationTokenSource();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
        await Test.DisposeAsync();
    }

    private PodAgent Start()
    {
        var agent = new PodAgent(
            new PodAgentOptions
            {
                Node = "node-1",
                StateDirectory = Path.Combine(Test.State, "agent"),
                StopPodsWithNode = _stopPodsWithNode,
            },
            Test.Runtime, TimeProvider.System, NullLogger<PodAgent>.Instance);
        _running = agent.RunAsync(_stop.Token);
        return agent;
    }
}
