using System.Text;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Tests.Compile;

public sealed class DefenceSectionsTests
{
    [Fact]
    public void A_defence_reaches_the_locations_that_it_names_and_all_where_it_names_none()
    {
        var documents = With(NetworkScene.ThreePlaces(), ("edge", new DefenceSpec { Locations = ["fra"] }));
        Assert.NotNull(Section(documents, "fra"));
        Assert.Null(Section(documents, "nyc"));
        Assert.NotNull(Section(With(documents, ("edge", new DefenceSpec())), "nyc"));
    }

    [Fact]
    public void The_first_by_name_decides_and_lists_are_joined_with_the_networks_own_nodes()
    {
        var section = Section(
            With(NetworkScene.ThreePlaces(),
                ("a", new DefenceSpec { SynsPerSecond = 7, Block = ["203.0.113.0/24"], Allow = ["192.0.2.9"] }),
                ("b", new DefenceSpec { SynsPerSecond = 9, Block = ["198.51.100.0/24", "203.0.113.0/24"] })),
            "fra")!;
        Assert.Equal(("a", 7), (section.Name, section.SynsPerSecond));
        Assert.Equal(["198.51.100.0/24", "203.0.113.0/24"], section.Block);
        Assert.Equal(["127.0.1.1", "127.0.2.1", "127.0.3.1", "192.0.2.9"], section.Allow);
    }

    [Fact]
    public void A_mitigation_is_carried_out_where_no_defence_is_and_nothing_else_is_done_there()
    {
        var at = new DateTimeOffset(2026, 12, 1, 1, 0, 0, TimeSpan.Zero);
        var documents = NetworkScene.ThreePlaces();
        documents = documents with
        {
            Mitigations = documents.Mitigations.Add("ntp", new Mitigation
            {
                Metadata = new ObjectMeta { Name = "ntp", CreationTimestamp = at },
                Spec = new MitigationSpec
                {
                    Match = new FlowFilter { Protocol = "udp", SourcePorts = [123] },
                    Locations = ["syd"],
                    Reason = "Seen.",
                },
            }),
        };
        var section = Section(documents, "syd")!;
        var order = Assert.Single(section.Mitigations);
        Assert.Equal(("ntp", at.AddHours(1), "Seen."), (order.Filter.Name, order.ExpiresAt, order.Reason));
        Assert.Equal((false, 0, SynDefence.Off, false),
            (section.Bogons, section.UdpPerSecond, section.Syn, section.Detection.Mitigate));
        Assert.Null(Section(documents, "fra"));
    }

    [Fact]
    public void The_section_in_bytes_is_what_a_node_reads()
    {
        var bytes = DefenceSections.At(
            With(NetworkScene.ThreePlaces(), ("edge", new DefenceSpec { Block = ["203.0.113.0/24"] })), "fra")
            .Single().Bytes;
        Assert.Equal(
            """
            {"name":"edge","bogons":true,"invalidFlags":true,"fragments":true,"amplification":true,
            "allow":["127.0.1.1","127.0.2.1","127.0.3.1"],"block":["203.0.113.0/24"],"synsPerSecond":100,
            "udpPerSecond":5000,"connectionsMax":0,"syn":"Cookies","detection":{"mitigate":true,
            "packetsPerSecond":50000,"share":0.7,"expiry":"5m","probation":"1m"},"mitigations":[]}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(bytes));
    }

    private static NetworkDocuments With(
        NetworkDocuments documents, params (string Name, DefenceSpec Spec)[] defences)
    {
        var more = defences.Select(one => KeyValuePair.Create(
            one.Name, new Defence { Metadata = new ObjectMeta { Name = one.Name }, Spec = one.Spec }));
        return documents with { Defences = documents.Defences.SetItems(more) };
    }

    private static DefenceSection? Section(NetworkDocuments documents, string location) =>
        DefenceSections.At(documents, location).SingleOrDefault() is { } section
            ? CoreJson.Read<DefenceSection>(section.Bytes)
            : null;
}
