using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Tests.Resources;

public sealed class DefenceTests
{
    private const string GoodMitigation = """
        {"apiVersion": "selvedge.dev/v1", "kind": "Mitigation",
         "metadata": {"name": "ntp", "creationTimestamp": "2026-12-01T01:00:00Z"},
         "spec": {"match": {"destination": "192.0.2.1/32", "protocol": "udp", "sourcePorts": [123]},
          "locations": ["fra"], "expiresAfter": "30m", "reason": "Seen."}}
        """;

    private static ResourceKind Defences { get; } = KindRegistry.Find("selvedge.dev/v1", "Defence")!;

    private static ResourceKind Mitigations { get; } = KindRegistry.Find("selvedge.dev/v1", "Mitigation")!;

    [Fact]
    public void An_empty_defence_has_the_documented_defaults()
    {
        const string Least = """{"apiVersion": "selvedge.dev/v1", "kind": "Defence", "metadata": {"name": "a"}}""";
        Assert.Empty(DocumentValidator.Validate(Defences, Document(Least)));
        var spec = CoreJson.Read<Defence>(Encoding.UTF8.GetBytes(Least)).Spec;
        Assert.Equal((true, true, true, true), (spec.Bogons, spec.InvalidFlags, spec.Fragments, spec.Amplification));
        Assert.Equal((100, 5000, 0, SynDefence.Cookies),
            (spec.SynsPerSecond, spec.UdpPerSecond, spec.ConnectionsMax, spec.Syn));
        Assert.Equal(new DetectionThresholds(), spec.Detection);
    }

    [Fact]
    public void A_whole_defence_is_read()
    {
        var json = """
            {"apiVersion": "selvedge.dev/v1", "kind": "Defence", "metadata": {"name": "a"},
             "spec": {"locations": ["fra"], "allow": ["192.0.2.1"], "block": ["2001:db8::/48"], "syn": "Proxy",
              "detection": {"mitigate": false, "packetsPerSecond": 9000, "share": 0.8, "expiry": "10m",
               "probation": "0"}}}
            """;
        Assert.Empty(DocumentValidator.Validate(Defences, Document(json)));
        var spec = CoreJson.Read<Defence>(Encoding.UTF8.GetBytes(json)).Spec;
        Assert.Equal((false, 9000, 0.8, TimeSpan.FromMinutes(10), TimeSpan.Zero), (
            spec.Detection.Mitigate, spec.Detection.PacketsPerSecond, spec.Detection.Share, spec.Detection.Expiry,
            spec.Detection.Probation));
    }

    [Fact]
    public void All_problems_of_a_defence_are_told_at_once_each_with_its_fix()
    {
        var problems = DocumentValidator.Validate(Defences, Document("""
            {"apiVersion": "selvedge.dev/v1", "kind": "Defence", "metadata": {"name": "a"},
             "spec": {"allow": ["everybody", "0.0.0.0/0"], "block": ["192.0.2.0/40", "::/0"], "syn": "Maybe",
              "synsPerSecond": -1, "detection": {"share": 0.1}}}
            """));
        Assert.Equal(
            [
                "spec.allow[0]", "spec.allow[1]", "spec.block[0]", "spec.block[1]", "spec.detection.share", "spec.syn",
                "spec.synsPerSecond",
            ],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Fix));
    }

    [Fact]
    public void A_mitigation_is_read_and_ends_at_its_time()
    {
        Assert.Empty(DocumentValidator.Validate(Mitigations, Document(GoodMitigation)));
        var read = CoreJson.Read<Mitigation>(Encoding.UTF8.GetBytes(GoodMitigation));
        Assert.Equal(read.Metadata.CreationTimestamp + TimeSpan.FromMinutes(30), read.ExpiresAt);
        Assert.Equal([123], read.Spec.Match.SourcePorts);
        Assert.Equal(
            ["udp from port 123 to 192.0.2.1/32", "fra", "20m", "Seen."],
            Mitigations.Columns.Take(4).Select(column =>
                column.Cell(Document(GoodMitigation), DateTimeOffset.Parse("2026-12-01T01:10:00Z", null))));
        Assert.Equal("<over>", Mitigations.Columns[2].Cell(
            Document(GoodMitigation), DateTimeOffset.Parse("2026-12-01T01:30:00Z", null)));
    }

    [Fact]
    public void However_late_an_end_was_written_it_comes_within_a_week()
    {
        var document = Document(GoodMitigation);
        document["spec"]!.AsObject().Remove("expiresAfter");
        document["spec"]!["expiresAt"] = "2036-12-01T01:00:00Z";
        Assert.Empty(DocumentValidator.Validate(Mitigations, document));
        var read = CoreJson.Read<Mitigation>(Encoding.UTF8.GetBytes(document.ToJsonString()));
        Assert.Equal(read.Metadata.CreationTimestamp + TimeSpan.FromDays(7), read.ExpiresAt);
        Assert.Equal(TimeSpan.FromHours(1), new MitigationSpec().ExpiresAfter);
    }

    [Fact]
    public void A_mitigation_that_is_only_a_destination_is_refused_with_the_reason_and_the_way_out()
    {
        var document = Document(GoodMitigation);
        document["spec"]!["match"] = new JsonObject { ["destination"] = "192.0.2.1/32" };
        var problem = Assert.Single(DocumentValidator.Validate(Mitigations, document));
        Assert.Equal("spec.match", problem.Path);
        Assert.Contains("victim", problem.Message, StringComparison.Ordinal);
        Assert.Contains("have in common", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_of_a_mitigation_are_told_at_once_each_with_its_fix()
    {
        var problems = DocumentValidator.Validate(Mitigations, Document("""
            {"apiVersion": "selvedge.dev/v1", "kind": "Mitigation", "metadata": {"name": "a"},
             "spec": {"match": {"source": "somewhere", "protocol": "quic", "tcpFlags": "syn", "ports": [99999],
              "lengthMin": 9, "lengthMax": 3}, "expiresAfter": "30d", "expiresAt": "2026-12-01T01:00:00Z"}}
            """));
        Assert.Equal(
            [
                "spec.expiresAfter", "spec.match.lengthMax", "spec.match.ports[0]", "spec.match.protocol",
                "spec.match.source", "spec.match.tcpFlags",
            ],
            problems.Select(problem => problem.Path).Where(path => path != "spec.match.ports")
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Fix));
    }

    private static JsonObject Document(string json) => JsonNode.Parse(json)!.AsObject();
}
