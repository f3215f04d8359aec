namespace Selvedge.Edge.Tests.Workloads;

/// <summary>The contract, over containers of podman.</summary>
public sealed class PodAgentContainersTests : PodHostContract
{
    protected override async Task<PodHostTest> OpenAsync() => await TestAgent.OpenAsync("containers");
}
