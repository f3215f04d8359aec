using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Defence;

namespace Selvedge.Edge.Tests.Network.Defence;

public sealed class DefenceAgentTests : IDisposable
{
    private static readonly Manifest Manifest = new(
        "lab", 1, [new SectionEntry("defence", SectionKind.Defence, "hash")]);

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-defence-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_nft_it_says_so_with_the_way_out()
    {
        var report = await ReportAsync(new DefenceAgentOptions
        {
            StateDirectory = _folder,
            Interfaces = ["lo"],
            Nft = Path.Combine(_folder, "no-such-program"),
        });
        Assert.Contains("Install nftables", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_that_is_not_there_is_named_with_the_way_out()
    {
        var report = await ReportAsync(new DefenceAgentOptions { StateDirectory = _folder, Interfaces = ["nosuch0"] });
        Assert.Contains("no interface nosuch0. Correct network.interfaces", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_nodes_in_one_namespace_one_defends_and_the_other_says_so()
    {
        using (var other = new KernelClaim())
        {
            Assert.True(other.TryHold());
            Assert.Contains(
                "Another node", await ReportAsync(new DefenceAgentOptions { StateDirectory = _folder }),
                StringComparison.Ordinal);
        }

        using var next = new KernelClaim();
        Assert.True(next.TryHold());
    }

    [Fact]
    public void Sections_that_no_kernel_can_be_given_are_refused_with_the_reason()
    {
        using var agent = Agent(new DefenceAgentOptions { StateDirectory = _folder });
        Assert.Empty(agent.Check(With(new DefenceSection()), Manifest));
        Assert.Contains("no prefix", Refusal(new DefenceSection { Block = ["10.0.0.0/8; flush ruleset"] }),
            StringComparison.Ordinal);
        Assert.Contains("name", Refusal(Ordered("a\" }", new FlowFilter { Protocol = "udp" })),
            StringComparison.Ordinal);
        Assert.Contains("victim", Refusal(Ordered("a", new FlowFilter { Destination = "192.0.2.1/32" })),
            StringComparison.Ordinal);

        string Refusal(DefenceSection section)
        {
            var refusal = Assert.Single(agent.Check(With(section), Manifest));
            Assert.Equal(("defence", "hash"), (refusal.Key, refusal.Hash));
            return refusal.Reason;
        }
    }

    private static DefenceSection Ordered(string name, FlowFilter filter) => new()
    {
        Mitigations = [new OrderedMitigation(filter with { Name = name }, DateTimeOffset.UnixEpoch, "")],
    };

    private static Snapshot With(DefenceSection section) => Snapshot.Empty("lab") with { Defence = section };

    private static DefenceAgent Agent(DefenceAgentOptions options) =>
        new(options, TimeProvider.System, NullLogger<DefenceAgent>.Instance);

    private static async Task<string> ReportAsync(DefenceAgentOptions options)
    {
        using var agent = Agent(options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        agent.Changed += () => told.TrySetResult();
        agent.Swap(With(new DefenceSection()));
        var running = agent.RunAsync(stop.Token);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var off = agent.Report!.Off;
        await stop.CancelAsync();
        await running;
        return off;
    }
}
