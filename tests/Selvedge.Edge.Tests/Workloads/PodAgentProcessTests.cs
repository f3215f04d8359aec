namespace Selvedge.Edge.Tests.Workloads;

/// <summary>The contract, over plain processes.</summary>
public sealed class PodAgentProcessTests : PodHostContract
{
    protected override async Task<PodHostTest> OpenAsync() => await TestAgent.OpenAsync("process");
}
