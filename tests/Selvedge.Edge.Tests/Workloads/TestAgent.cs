using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Edge.Tests.Workloads.Runtimes;
using Selvedge.Edge.Workloads;

namespace Selvedge.Edge.Tests.Workloads;

/// <summary>A pod agent over a real runtime.</summary>
internal sealed class TestAgent : PodHostTest
{
    private readonly bool _stopPodsWithNode;

    private TestAgent(TestRuntime runtime, bool stopPodsWithNode)
    {
        Test = runtime;
        _stopPodsWithNode = stopPodsWithNode;
        Start();
    }

    public TestRuntime Test { get; }

    public IPodHost Agent => Host;

    public static async Task<TestAgent> OpenAsync(string kind, bool stopPodsWithNode = false) =>
        new(await TestRuntime.OpenAsync(kind), stopPodsWithNode);

    protected override IPodHost Make() => new PodAgent(
        new PodAgentOptions
        {
            Node = Node,
            StateDirectory = Path.Combine(Test.State, "agent"),
            StopPodsWithNode = _stopPodsWithNode,
        },
        Test.Runtime, TimeProvider.System, NullLogger<PodAgent>.Instance);

    protected override Task ReopenAsync() => Test.ReopenAsync();

    protected override async Task CloseAsync() => await Test.DisposeAsync();
}
