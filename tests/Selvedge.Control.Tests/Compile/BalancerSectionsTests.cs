using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Tests.Compile;

public sealed class BalancerSectionsTests
{
    [Fact]
    public void A_virtual_address_reaches_its_own_location_sorted_and_with_the_nodes_addresses()
    {
        var documents = NetworkScene.ThreePlaces();
        var node = documents.Nodes.Values.First(node => node.Spec.Location == "fra");
        documents = documents with
        {
            VirtualAddresses = documents.VirtualAddresses.Add("web", new VirtualAddress
            {
                Metadata = new ObjectMeta { Name = "web" },
                Spec = new VirtualAddressSpec
                {
                    Location = "fra",
                    Address = "198.51.100.10",
                    Ports = [new VirtualPort("udp", 443), new VirtualPort("tcp", 443), new VirtualPort("tcp", 80)],
                    Balancers = ["lb2", "lb1"],
                    Backends =
                    [
                        new VirtualAddressBackend { Node = node.Metadata.Name, Weight = 3 },
                        new VirtualAddressBackend { Node = "a", Address = "10.0.0.9" },
                        new VirtualAddressBackend { Node = "gone" },
                    ],
                    Sites = ["shop", "other/site"],
                    Sticky = TimeSpan.FromSeconds(9),
                },
            }),
        };

        var service = Assert.Single(Section(documents, "fra")!.Services);

        Assert.Equal(["tcp/80", "tcp/443", "udp/443"], service.Ports.Select(port => $"{port.Protocol}/{port.Port}"));
        Assert.Equal(["lb1", "lb2"], service.Balancers);
        Assert.Equal(
            [
                new VirtualBackend("a", "10.0.0.9", 1),
                new VirtualBackend(node.Metadata.Name, node.Spec.Addresses[0], 3),
            ],
            service.Backends);
        Assert.Equal([new SiteId("default", "shop"), new SiteId("other", "site")], service.Sites);
        Assert.Equal(TimeSpan.FromSeconds(9), service.Sticky);
        Assert.Null(Section(documents, "nyc"));
    }

    private static BalancerSection? Section(NetworkDocuments documents, string location) =>
        BalancerSections.At(documents, location)
            .Select(section => CoreJson.Read<BalancerSection>(section.Bytes)).SingleOrDefault();
}
