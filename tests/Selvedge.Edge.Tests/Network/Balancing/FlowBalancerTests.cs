using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Balancing;

namespace Selvedge.Edge.Tests.Network.Balancing;

public sealed class FlowBalancerTests
{
    [Fact]
    public async Task Without_nft_it_is_off_and_says_what_to_install()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Others are off earlier.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("selvedge-balancer-");
        using var balancer = new FlowBalancer(
            new BalancerOptions
            {
                Node = "lb1",
                Location = "rack",
                StateDirectory = folder.FullName,
                Nft = "/nowhere/nft",
            },
            TimeProvider.System,
            NullLogger<FlowBalancer>.Instance);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        balancer.Changed += () => told.TrySetResult();
        balancer.Swap(Snapshot.Empty("rack") with { Balancer = new BalancerSection([BalancerScene.Service]) });
        var running = balancer.RunAsync(stop.Token);

        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal("There is no nft (/nowhere/nft): install nftables.", balancer.Report!.Off);
        await stop.CancelAsync();
        await running;
        folder.Delete(recursive: true);
    }
}
