using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Tests.Compile;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Nodes;

namespace Selvedge.Control.Tests.Verdicts;

public sealed class EvidenceDeskTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly EvidenceDesk _desk;

    public EvidenceDeskTests() => _desk = new EvidenceDesk(_time);

    [Fact]
    public void An_older_status_of_the_same_instance_is_dropped_and_a_new_instance_begins_anew()
    {
        Assert.True(_desk.Receive(Status("a", 5)));
        Assert.False(_desk.Receive(Status("a", 5)));
        Assert.False(_desk.Receive(Status("a", 4)));
        Assert.True(_desk.Receive(Status("b", 1)));
        Assert.Equal("b", _desk.StatusOf("fra-1")!.Instance);
    }

    [Fact]
    public void Nodes_are_held_to_an_epoch_only_after_the_grace_to_apply_it()
    {
        _desk.Published("fra", 41);
        _desk.Published("fra", 42);
        Assert.Equal(0, Required());

        _time.Advance(EvidenceDesk.ApplyGrace);
        Assert.Equal(42, Required());

        _desk.Published("fra", 43);
        Assert.Equal(42, Required());
    }

    [Fact]
    public void Nodes_are_held_to_a_purge_after_the_same_grace()
    {
        _desk.Purged(7);
        Assert.Equal(0, Gather().Locations[0].RequiredPurge);
        _time.Advance(EvidenceDesk.ApplyGrace);
        Assert.Equal(7, Gather().Locations[0].RequiredPurge);
    }

    [Fact]
    public void Silence_means_something_only_after_the_warm_up_and_never_while_the_bus_is_away()
    {
        _desk.Listening(true);
        Assert.False(Gather().Complete);
        _time.Advance(EvidenceDesk.WarmUp);
        _desk.Listening(true);
        Assert.True(Gather().Complete);

        _desk.Listening(false);
        Assert.False(Gather().Complete);
        _desk.Listening(true);
        Assert.False(Gather().Complete);
    }

    [Fact]
    public void A_node_that_claims_another_location_than_its_document_is_no_evidence()
    {
        _desk.Receive(Status("a", 1) with { Location = "nyc" });

        Assert.Empty(Gather().Nodes);
    }

    [Fact]
    public void Ages_are_counted_from_arrival()
    {
        _desk.Receive(Status("a", 1));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(2), Gather().Nodes["fra-1"].Age);
    }

    private long Required() => Gather().Locations.Single(location => location.Name == "fra").RequiredEpoch;

    private Core.Serviceability.Evidence Gather() => _desk.Gather(NetworkScene.ThreePlaces(NetworkScene.Shop()));

    private static NodeStatus Status(string instance, long sequence) => new(
        "fra-1", "fra", instance, sequence, "test", TimeSpan.Zero, 1, 1, 0, [], [], [],
        new NodeLoad(0, 0, 0, 0, 0), []);
}
