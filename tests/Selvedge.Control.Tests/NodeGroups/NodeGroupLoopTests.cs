using System.Text.Json.Nodes;
using Selvedge.Control.Documents;
using Selvedge.Control.NodeGroups;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Tests.NodeGroups;

/// <summary>The loop over a real store and real commands.</summary>
public sealed class NodeGroupLoopTests : IAsyncLifetime
{
    private GroupWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await GroupWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Pods_without_a_node_get_one_that_is_named_before_it_is_bought_and_joins_as_a_document()
    {
        await _world.WaitingAsync(1);
        var asked = await _world.WorkAsync();
        var name = Assert.Single(asked.Nodes).Name;
        Assert.Equal(GroupMemberPhase.Creating, asked.Nodes[0].Phase);
        Assert.Equal($"create {name}", asked.Pending);
        var decision = Assert.Single(asked.Decisions);
        Assert.Equal(("Add", 1, 0), (decision.Action, decision.PodsWaiting, decision.NodesBefore));
        Assert.Equal([name], decision.Nodes);
        Assert.StartsWith("1 of small for 1 pods without a node at fra", decision.Reason, StringComparison.Ordinal);

        var joining = await _world.WorkAsync();
        Assert.Equal(GroupMemberPhase.Joining, Assert.Single(joining.Nodes).Phase);
        var node = (await _world.NodeAsync(name))!;
        Assert.Equal(("fra", "127.0.9.9", 80), (node.Spec.Location, node.Spec.Addresses[0], node.Spec.HttpPort));
        Assert.StartsWith("U", node.Spec.PublicKey, StringComparison.Ordinal);
        Assert.Equal("small", node.Metadata.Labels[NodeGroup.Label]);

        _world.Live.Add(name);
        var ready = await _world.WorkAsync(2);
        Assert.Equal(GroupMemberPhase.Ready, Assert.Single(ready.Nodes).Phase);
        Assert.Equal("", ready.Pending);
        Assert.Equal([("Ready", "True"), ("CircuitOpen", "False"), ("BudgetReached", "False")],
            ready.Conditions.Select(condition => (condition.Type, condition.Status)));
        Assert.Equal([$"create {name}"], _world.Asked);
    }

    [Fact]
    public async Task A_node_that_is_not_needed_is_drained_first_given_back_then_and_leaves_nothing()
    {
        var name = await BuyAsync();
        await _world.RunPodAsync("shop-1", name);
        await _world.RunPodAsync("shop-2", "fra-1");
        await _world.EndPodAsync("shop-1");
        _world.Table = Table(name);
        await _world.WorkAsync(41);
        var drained = await _world.WorkAsync();
        Assert.Equal(GroupMemberPhase.Draining, Assert.Single(drained.Nodes).Phase);
        Assert.Equal("Remove", drained.Decisions[0].Action);
        Assert.True((await _world.NodeAsync(name))!.Spec.Drained);

        // A pod that is still there, then users that are still sent there, then resolvers that remember.
        await _world.RunPodAsync("shop-1", name);
        Assert.Equal("1 pods are still on it.", (await _world.WorkAsync()).Nodes[0].Message);
        await _world.EndPodAsync("shop-1");
        Assert.Equal(
            "Users of default/shop are still sent there.", (await _world.WorkAsync()).Nodes[0].Message);
        _world.Table = VerdictTable.Empty;
        Assert.Contains("until the TTL", (await _world.WorkAsync()).Nodes[0].Message, StringComparison.Ordinal);
        Assert.Equal([$"create {name}"], _world.Asked);

        var gone = await _world.WorkAsync(4);
        Assert.Empty(gone.Nodes);
        Assert.Empty(_world.Bought);
        Assert.Equal([$"create {name}", $"delete {name}"], _world.Asked);
        Assert.Null(await _world.NodeAsync(name));
        Assert.False(await _world.HasSecretAsync(name));
        Assert.NotEmpty(gone.Removals);
    }

    [Fact]
    public async Task A_node_on_its_way_out_stays_where_pods_begin_to_wait()
    {
        var name = await BuyAsync();
        _world.Table = Table(name);
        Assert.Equal(GroupMemberPhase.Draining, (await _world.WorkAsync(43)).Nodes[0].Phase);
        Assert.True((await _world.NodeAsync(name))!.Spec.Drained);

        await _world.WaitingAsync(1);
        var kept = await _world.WorkAsync();
        Assert.Equal(GroupMemberPhase.Ready, Assert.Single(kept.Nodes).Phase);
        Assert.Equal("Keep", kept.Decisions[0].Action);
        Assert.False((await _world.NodeAsync(name))!.Spec.Drained);
        Assert.Equal([$"create {name}"], _world.Asked);
    }

    [Theory]
    [InlineData("echo 'quota exceeded' >&2; exit 1", "quota exceeded")]
    [InlineData("echo $SELVEDGE_NODE is started", "is no address")]
    [InlineData("true", "has to print the node's addresses")]
    public async Task A_provider_that_fails_is_left_alone_after_three_tries_and_what_it_began_is_ended(
        string create, string told)
    {
        _world.WriteCommand(
            $"echo \"$1 $2\" >> \"$SELVEDGE_STATE/../asked\"; test $1 = create || exit 0; {create}");
        await _world.WaitingAsync(1);
        var status = await _world.WorkAsync(20);

        Assert.Empty(status.Nodes);
        Assert.Equal(3, status.Trouble!.InARow);
        Assert.Contains(told, status.Trouble.Message, StringComparison.Ordinal);
        Assert.Equal(3, _world.Asked.Count(line => line.StartsWith("create", StringComparison.Ordinal)));
        Assert.Equal(3, _world.Asked.Count(line => line.StartsWith("delete", StringComparison.Ordinal)));
        var open = Assert.Single(status.Conditions, condition => condition.Type == "CircuitOpen");
        Assert.Equal("True", open.Status);
        Assert.Contains(told, Assert.Single(status.Conditions, one => one.Type == "Ready").Message,
            StringComparison.Ordinal);
        Assert.Equal("Hold", status.Decisions[0].Action);
        Assert.Contains("has failed 3 times in a row", status.Decisions[0].Reason, StringComparison.Ordinal);

        // A new control process does not try at once either; later one try follows.
        _world.Begin(_world.Store);
        await _world.WorkAsync(2);
        Assert.Equal(3, _world.Asked.Count(line => line.StartsWith("create", StringComparison.Ordinal)));
        _world.Time.Advance(TimeSpan.FromMinutes(15));
        await _world.WorkAsync(6);
        Assert.Equal(4, _world.Asked.Count(line => line.StartsWith("create", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_node_that_never_joins_is_given_back_and_counts_as_a_failure()
    {
        await _world.WaitingAsync(1);
        await _world.WorkAsync(2);
        await _world.WaitingAsync(0);
        var status = await _world.WorkAsync(43);
        Assert.Empty(status.Nodes);
        Assert.Empty(_world.Bought);
        Assert.Contains("did not join within 10m", status.Trouble!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_budget_is_a_hard_stop_and_is_told()
    {
        await _world.WaitingAsync(9);
        var status = await _world.WorkAsync(3);
        Assert.Equal(3, status.Nodes.Length);
        Assert.Equal(3, _world.Bought.Count);
        var reached = Assert.Single(status.Conditions, condition => condition.Type == "BudgetReached");
        Assert.Equal(("True", "Another node costs 3: 9 of 10 an hour are spent."), (reached.Status, reached.Message));
        var hold = Assert.Single(status.Decisions, decision => decision.Action == "Hold");
        Assert.Contains("would exceed the budget", hold.Reason, StringComparison.Ordinal);
        Assert.Equal((9m, 10m), (hold.CostPerHour, hold.BudgetPerHour));
    }

    [Fact]
    public async Task What_a_provider_has_that_nobody_asked_for_is_given_back_and_what_it_lost_is_forgotten()
    {
        var name = await BuyAsync();
        _world.Place("small-zzzzz");
        await _world.WorkAsync(9);
        Assert.Equal([name], _world.Bought);
        Assert.Equal([$"create {name}", "delete small-zzzzz"], _world.Asked);

        _world.Lose(name);
        Assert.Equal(GroupMemberPhase.Ready, (await _world.WorkAsync(8)).Nodes[0].Phase);
        _world.Live.Remove(name);
        Assert.Empty((await _world.WorkAsync(8)).Nodes);
        Assert.Null(await _world.NodeAsync(name));
    }

    [Fact]
    public async Task A_list_that_names_something_else_is_told_and_nothing_is_taken_from_it()
    {
        var name = await BuyAsync();
        _world.Place("notes.txt");
        var status = await _world.WorkAsync(8);
        Assert.Contains("cloud list printed 'notes.txt'", Assert.Single(
            status.Conditions, condition => condition.Type == "Ready").Message, StringComparison.Ordinal);
        Assert.Equal(name, Assert.Single(status.Nodes).Name);
        Assert.Equal([$"create {name}"], _world.Asked);
    }

    [Fact]
    public async Task A_deleted_group_gives_its_nodes_back_before_it_goes()
    {
        var name = await BuyAsync();
        var stored = (await _world.Store.GetAsync(GroupDocuments.KeyOf(GroupWorld.Group), Cancellation))!;
        var document = JsonObject.Create(stored.Document)!;
        Assert.Equal(NodeGroup.Finalizer, (string?)document["metadata"]!["finalizers"]![0]);
        document["metadata"]!["deletionTimestamp"] = "2026-12-01T01:00:00Z";
        await _world.Store.PutAsync(stored.Key, document.ToElement(), stored.Revision, Cancellation);

        await _world.WorkAsync(2);
        Assert.True((await _world.NodeAsync(name))!.Spec.Drained);
        await _world.WorkAsync(9);
        Assert.Null(await _world.GroupAsync());
        Assert.Empty(_world.Bought);
        Assert.Null(await _world.NodeAsync(name));
    }

    [Fact]
    public async Task A_node_whose_document_an_operator_deletes_is_given_back()
    {
        var name = await BuyAsync();
        await _world.Store.DeleteAsync(new ResourceKey(ResourceNames.Nodes, "", name), 0, Cancellation);
        Assert.Empty((await _world.WorkAsync(3)).Nodes);
        Assert.Empty(_world.Bought);
    }

    private async Task<string> BuyAsync()
    {
        await _world.WaitingAsync(1);
        await _world.WorkAsync(2);
        var name = Assert.Single(_world.Bought);
        _world.Live.Add(name);
        await _world.WaitingAsync(0);
        await _world.WorkAsync();
        return name;
    }

    private static VerdictTable Table(string node) => new(
        1, DateTimeOffset.UnixEpoch, [new Verdict(new SiteId("default", "shop"), "fra", true, [node], [])]);
}
