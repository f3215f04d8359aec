using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Tests.Resources;

public sealed class VirtualAddressTests
{
    private const string Good = """
        {"apiVersion": "selvedge.dev/v1", "kind": "VirtualAddress", "metadata": {"name": "web"},
         "spec": {"location": "fra", "address": "198.51.100.10", "balancers": ["lb1", "lb2"], "forwarding": "Vxlan",
          "ports": [{"protocol": "tcp", "port": 80}, {"protocol": "udp", "port": 443}], "sticky": "0",
          "backends": [{"node": "b1", "address": "10.0.0.1", "weight": 0}, {"node": "b2"}], "sites": ["shop"]}}
        """;

    private static ResourceKind Kind { get; } = KindRegistry.Find("selvedge.dev/v1", "VirtualAddress")!;

    [Fact]
    public void A_good_document_is_read_with_the_documented_defaults()
    {
        Assert.Empty(DocumentValidator.Validate(Kind, Document(Good)));
        var spec = CoreJson.Read<VirtualAddress>(Encoding.UTF8.GetBytes(Good)).Spec;
        Assert.Equal((Forwarding.Vxlan, TimeSpan.Zero), (spec.Forwarding, spec.Sticky));
        Assert.Equal(new VirtualAddressBackend { Node = "b2" }, spec.Backends[1]);
        Assert.Equal(0, spec.Backends[0].Weight);
        Assert.Equal(1, spec.Backends[1].Weight);
        Assert.Equal(TimeSpan.FromMinutes(5), new VirtualAddressSpec().Sticky);
    }

    [Fact]
    public void All_problems_are_told_at_once_each_with_its_fix()
    {
        var problems = DocumentValidator.Validate(Kind, Document("""
            {"apiVersion": "selvedge.dev/v1", "kind": "VirtualAddress",
             "metadata": {"name": "a-name.that-is-longer.than-the-names-of-tables.in-the-kernel.can-be"},
             "spec": {"location": "fra", "address": "2001:db8::1", "balancers": ["lb1"], "sticky": "2d",
              "ports": [{"protocol": "tcp", "port": 80}, {"protocol": "tcp", "port": 80},
               {"protocol": "sctp", "port": 0}],
              "backends": [{"node": "lb1", "weight": 300, "address": "::1"}]}}
            """));
        Assert.Equal(
            [
                "metadata.name", "spec.address", "spec.backends[0].address", "spec.backends[0].node",
                "spec.backends[0].weight", "spec.ports[1]", "spec.ports[2].port", "spec.ports[2].protocol",
                "spec.sticky",
            ],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Fix));
    }

    [Fact]
    public void The_table_shows_what_is_spread_by_whom_over_how_many() => Assert.Equal(
        ["fra", "198.51.100.10", "tcp/80,udp/443", "Vxlan", "lb1,lb2", "1/2"],
        Kind.Columns.Take(6).Select(column => column.Cell(Document(Good), DateTimeOffset.UnixEpoch)));

    private static JsonObject Document(string json) => JsonNode.Parse(json)!.AsObject();
}
