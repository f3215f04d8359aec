using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Core.Tests.Resources;

public sealed class NodeGroupTests
{
    private const string Good = """
        {"apiVersion": "selvedge.dev/v1", "kind": "NodeGroup", "metadata": {"name": "fra-small"},
         "spec": {"location": "fra", "command": "local.sh", "pricePerHour": 0.05, "min": 1, "max": 4, "priority": 2,
          "node": {"cpu": "1900m", "memory": "2Gi", "httpPort": 8080, "httpsPort": 8443}},
         "status": {"pending": "Create fra-small-x.", "nodes": [
          {"name": "fra-small-x", "phase": "Creating", "since": "2026-12-01T01:00:00Z", "message": ""},
          {"name": "fra-small-y", "phase": "Ready", "since": "2026-12-01T01:00:00Z", "message": ""}],
          "conditions": [{"type": "Ready", "status": "True", "reason": "Delivering", "message": "",
           "lastTransitionTime": "2026-12-01T01:00:00Z"}]}}
        """;

    private static ResourceKind Kind { get; } = KindRegistry.Find("selvedge.dev/v1", "NodeGroup")!;

    [Fact]
    public void A_good_document_is_read_with_the_documented_defaults()
    {
        Assert.Empty(DocumentValidator.Validate(Kind, Document(Good)));
        var read = CoreJson.Read<NodeGroup>(Encoding.UTF8.GetBytes(Good));
        Assert.Equal((1900, 2L << 30), (read.Spec.Node.CpuMillis, read.Spec.Node.MemoryBytes));
        Assert.Equal((0.05m, 1, 4, 2), (read.Spec.PricePerHour, read.Spec.Min, read.Spec.Max, read.Spec.Priority));
        Assert.Equal(GroupMemberPhase.Creating, read.Status.Nodes[0].Phase);

        const string Least = """
            {"apiVersion": "selvedge.dev/v1", "kind": "NodeGroup", "metadata": {"name": "a"},
             "spec": {"location": "fra", "command": "local", "node": {"cpu": "1", "memory": "1Gi"}}}
            """;
        Assert.Empty(DocumentValidator.Validate(Kind, Document(Least)));
        var spec = CoreJson.Read<NodeGroup>(Encoding.UTF8.GetBytes(Least)).Spec;
        Assert.Equal((0m, 0, 10, 0), (spec.PricePerHour, spec.Min, spec.Max, spec.Priority));
        Assert.Equal((80, 443), (spec.Node.HttpPort, spec.Node.HttpsPort));
    }

    [Fact]
    public void All_problems_are_told_at_once_each_with_its_fix()
    {
        var problems = DocumentValidator.Validate(Kind, Document("""
            {"apiVersion": "selvedge.dev/v1", "kind": "NodeGroup",
             "metadata": {"name": "a-name-that-leaves-no-room-for-the-letters-of-its-own-nodes"},
             "spec": {"command": "../bin/sh", "pricePerHour": -1, "min": 3, "max": 2,
              "node": {"cpu": "0", "memory": "much", "httpPort": 443}}}
            """));
        Assert.Equal(
            [
                "metadata.name", "spec.command", "spec.location", "spec.max", "spec.node.cpu", "spec.node.httpsPort",
                "spec.node.memory", "spec.pricePerHour",
            ],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Fix));
    }

    [Theory]
    [InlineData("local.sh", true)]
    [InlineData("hetzner_2", true)]
    [InlineData("", false)]
    [InlineData(".hidden", false)]
    [InlineData("-rf", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("..", false)]
    public void A_command_is_a_plain_file_name(string command, bool good)
    {
        var document = Document(Good);
        document["spec"]!["command"] = command;
        Assert.Equal(good, DocumentValidator.Validate(Kind, document).IsEmpty);
    }

    [Fact]
    public void The_table_shows_nodes_limits_and_what_is_pending() => Assert.Equal(
        ["fra", "1/2", "1", "4", "True", "Create fra-small-x.", "local.sh", "0.05"],
        Kind.Columns.Take(8).Select(column => column.Cell(Document(Good), DateTimeOffset.UnixEpoch)));

    private static JsonObject Document(string json) => JsonNode.Parse(json)!.AsObject();
}
