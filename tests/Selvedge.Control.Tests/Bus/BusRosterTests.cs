using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Control.Bus;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Bus;

namespace Selvedge.Control.Tests.Bus;

public sealed class BusRosterTests
{
    private static readonly string First = BusIdentity.Create().PublicKey;
    private static readonly string Second = BusIdentity.Create().PublicKey;

    [Fact]
    public void Who_has_a_document_with_a_key_may_connect()
    {
        Assert.Equal(
            [new BusNode("fra-1", "fra", First), new BusNode("nyc-1", "nyc", Second)],
            Nodes(("fra-1", "fra", First), ("nyc-1", "nyc", Second)));
    }

    [Fact]
    public void A_key_belongs_to_one_node_only()
    {
        Assert.Equal([new BusNode("fra-1", "fra", First)], Nodes(("fra-1", "fra", First), ("nyc-1", "nyc", First)));
    }

    [Theory]
    [InlineData("fra-1", "fra", "")]
    [InlineData("fra-1", "fra", "UNOKEY")]
    [InlineData("fra.1", "fra", null)]
    [InlineData("fra-1", "fra.*", null)]
    public void What_cannot_stand_in_the_configuration_is_left_out_and_the_others_stay(
        string name, string location, string? key)
    {
        Assert.Equal(
            [new BusNode("nyc-1", "nyc", Second)], Nodes((name, location, key ?? First), ("nyc-1", "nyc", Second)));
    }

    private static IReadOnlyList<BusNode> Nodes(params (string Name, string Location, string Key)[] nodes)
    {
        var documents = nodes.Aggregate(NetworkDocuments.Empty, (network, node) => network with
        {
            Nodes = network.Nodes.Add(node.Name, new Node
            {
                Metadata = new ObjectMeta { Name = node.Name },
                Spec = new NodeSpec { Location = node.Location, PublicKey = node.Key },
            }),
        });
        return BusRoster.Nodes(documents, NullLogger.Instance);
    }
}
