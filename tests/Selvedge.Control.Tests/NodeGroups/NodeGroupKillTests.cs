using Selvedge.Control.Tests.Certificates;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Tests.NodeGroups;

/// <summary>The control process is killed at each of its writes; another one goes on from what it left.</summary>
public sealed class NodeGroupKillTests
{
    /// <summary>More writes than buying or giving back one node takes.</summary>
    private const int StepsMax = 30;

    [Fact]
    public async Task Killed_at_any_write_while_it_buys_no_node_is_leaked_or_bought_twice()
    {
        for (var step = 1; await KilledAsync(step, BuyAsync); step++)
        {
            Assert.True(step < StepsMax, "It never came to its end.");
        }
    }

    [Fact]
    public async Task Killed_at_any_write_while_it_gives_back_the_node_and_all_that_it_left_go()
    {
        for (var step = 1; await KilledAsync(step, GiveBackAsync); step++)
        {
            Assert.True(step < StepsMax, "It never came to its end.");
        }
    }

    private static async Task<bool> KilledAsync(int step, Func<GroupWorld, KillSwitch, Task> story)
    {
        await using var world = await GroupWorld.StartAsync();
        using var kill = new KillSwitch(step);
        await story(world, kill);
        return kill.IsDead;
    }

    private static async Task BuyAsync(GroupWorld world, KillSwitch kill)
    {
        await world.WaitingAsync(1);
        world.Begin(new KillableStore(world.Store, kill));
        await LiveAsync(world, kill);
        world.Begin(world.Store);
        await world.WorkAsync(2);
        world.Live.UnionWith(world.Bought);
        var status = await world.WorkAsync(12);

        var name = Assert.Single(world.Bought);
        var member = Assert.Single(status.Nodes);
        Assert.Equal((name, GroupMemberPhase.Ready), (member.Name, member.Phase));
        Assert.Single(world.Asked.Distinct(StringComparer.Ordinal));
        Assert.NotNull(await world.NodeAsync(name));
    }

    private static async Task GiveBackAsync(GroupWorld world, KillSwitch kill)
    {
        await world.WaitingAsync(1);
        await world.WorkAsync(2);
        var name = Assert.Single(world.Bought);
        world.Live.Add(name);
        await world.WaitingAsync(0);
        await world.WorkAsync(40);
        world.Begin(new KillableStore(world.Store, kill));
        await LiveAsync(world, kill);
        world.Begin(world.Store);
        var status = await world.WorkAsync(12);

        Assert.Empty(status.Nodes);
        Assert.Empty(world.Bought);
        Assert.Null(await world.NodeAsync(name));
        Assert.False(await world.HasSecretAsync(name));
    }

    private static async Task LiveAsync(GroupWorld world, KillSwitch kill)
    {
        try
        {
            for (var round = 0; round < 12 && !kill.IsDead; round++)
            {
                await world.RoundAsync(kill.Token);
                world.Live.UnionWith(world.Bought);
            }
        }
        catch (OperationCanceledException) when (kill.IsDead)
        {
            await world.Loop.CallsEndedAsync();
        }
    }
}
