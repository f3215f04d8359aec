using System.Text.Json.Nodes;
using CsCheck;
using Selvedge.Control.Api.Writing;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Tests.Api;

public sealed class FieldManagersTests
{
    private static readonly ResourceKind Zone = KindRegistry.FindByAnyName("zones")!;

    [Fact]
    public void What_a_manager_no_longer_applies_goes_unless_another_owns_it()
    {
        var first = Applied(null, "a", "{records: [x:A:1, y:A:2], ttl: 1s}");
        var both = Applied(first, "b", "{records: [y:A:2]}");

        var without = Applied(both, "a", "{records: []}");

        Assert.Equal("y:A:2", Records(without));
        Assert.Null(without["spec"]!["negativeTtl"]);
    }

    [Fact]
    public void A_value_of_another_manager_is_a_conflict_with_its_path()
    {
        var live = Applied(null, "a", "{records: [x:A:1], ttl: 1s}");

        var (next, conflicts) = Managers("b").Apply(live, Document("{records: [x:A:9], ttl: 2s}"), force: false);

        Assert.Null(next);
        Assert.Equal(
            [("a", ".spec.negativeTtl"), ("a", ".spec.records[name=\"x\",type=\"A\"].ttl")],
            conflicts.Select(conflict => (conflict.Manager, conflict.Field)));
    }

    [Fact]
    public void An_update_takes_the_fields_it_changes_from_who_applied_them()
    {
        var live = Applied(null, "a", "{records: [x:A:1], ttl: 1s}");
        var edited = live.DeepClone().AsObject();
        edited["spec"]!["negativeTtl"] = "5s";
        Managers("editor").Update(live, edited);

        var (next, conflicts) = Managers("a").Apply(edited, Document("{records: [x:A:1], ttl: 1s}"), force: false);

        Assert.Null(next);
        Assert.Equal(
            [("editor", ".spec.negativeTtl")], conflicts.Select(conflict => (conflict.Manager, conflict.Field)));
    }

    [Fact]
    public void An_entry_that_its_owner_drops_stays_with_what_another_changed_in_it()
    {
        var live = Applied(null, "a", "{records: [x:A:1, y:A:2]}");
        var edited = live.DeepClone().AsObject();
        edited["spec"]!["records"]![0]!["ttl"] = "9s";
        Managers("editor").Update(live, edited);

        var next = Applied(edited, "a", "{records: []}");

        Assert.Equal(
            """[{"name":"x","type":"A","ttl":"9s"}]""", next["spec"]!["records"]!.ToJsonString());
    }

    [Fact]
    public void Applying_the_same_again_changes_nothing_at_all()
    {
        var live = Applied(null, "a", "{records: [x:A:1, y:A:2], ttl: 1s}");

        var (next, _) = new FieldManagers(Zone, "a", "", "2027-01-01T00:00:00Z")
            .Apply(live, Document("{records: [x:A:1, y:A:2], ttl: 1s}"), force: false);

        Assert.True(JsonNode.DeepEquals(live, next));
    }

    [Fact]
    public void Whoever_applies_by_force_gets_what_it_wants_and_owns_it()
    {
        GenRecords.Select(GenRecords, GenRecords).Sample((first, second, third) =>
        {
            var live = Force(Force(null, "a", first), "b", second);
            var next = Force(live, "a", third);
            foreach (var record in third)
            {
                Assert.Contains(record, Records(next).Split(','));
            }

            // What only a wanted, and wants no longer, is gone; what b wants stays, in a's version where both want it.
            var names = Names(third).Union(Names(second)).Order(StringComparer.Ordinal);
            Assert.Equal(
                names, Names(Records(next).Split(',', StringSplitOptions.RemoveEmptyEntries))
                .Order(StringComparer.Ordinal));
            Assert.Equal(next.ToJsonString(), Force(next, "a", third).ToJsonString());
        }, iter: 3_000);
    }

    [Fact]
    public void Field_sets_survive_their_written_form()
    {
        GenRecords.Sample(records =>
        {
            var set = Ownership.Of(Zone.Schema, Document(records));
            Assert.Equal(set.ToJson().ToJsonString(), FieldSet.Parse(set.ToJson())!.ToJson().ToJsonString());
            Assert.True(set.Without(set).IsEmpty);
            Assert.Equal(set.Paths(), set.Both(set.Union(set)).Paths());
        }, iter: 1_000);
    }

    private static readonly Gen<string[]> GenRecords = Gen.Select(Pick.From("w", "x", "y", "z"), Gen.Int[1, 3])
        .Select((name, ttl) => $"{name}:A:{ttl}").Array[0, 4]
        .Select(records => records.DistinctBy(record => record[0]).ToArray());

    private static IEnumerable<string> Names(IEnumerable<string> records) =>
        records.Select(record => record[..1]).Distinct(StringComparer.Ordinal);

    private static FieldManagers Managers(string name) => new(Zone, name, "", "2026-01-01T00:00:00Z");

    private static JsonObject Applied(JsonObject? live, string manager, string wanted)
    {
        var (next, conflicts) = Managers(manager).Apply(live, Document(wanted), force: false);
        Assert.Empty(conflicts);
        return next!;
    }

    private static JsonObject Force(JsonObject? live, string manager, string[] records) =>
        Managers(manager).Apply(live, Document(records), force: true).Next!;

    private static string Records(JsonObject zone) =>
        string.Join(',', JsonRead.Items(zone, "spec", "records").Select(entry =>
        $"{entry.Item!["name"]}:{entry.Item["type"]}:{entry.Item["ttl"]!.ToString().TrimEnd('s')}"));

    // {records: [name:type:ttl, ...], ttl: 1s}
    private static JsonObject Document(string text)
    {
        var list = text[(text.IndexOf('[', StringComparison.Ordinal) + 1)..text.IndexOf(']', StringComparison.Ordinal)];
        var document = Document(list.Split(", ", StringSplitOptions.RemoveEmptyEntries));
        var ttl = text.IndexOf("ttl: ", StringComparison.Ordinal);
        if (ttl >= 0)
        {
            document["spec"]!["negativeTtl"] = text[(ttl + 5)..^1];
        }

        return document;
    }

    private static JsonObject Document(string[] records) => new()
    {
        ["apiVersion"] = "selvedge.dev/v1",
        ["kind"] = "Zone",
        ["metadata"] = new JsonObject { ["name"] = "example.com" },
        ["spec"] = new JsonObject
        {
            ["nameServers"] = new JsonArray("ns1.example.net"),
            ["records"] = new JsonArray([.. records.Select(record => record.Split(':') is [var name, var type, var ttl]
                ? new JsonObject
                {
                    ["name"] = name,
                    ["type"] = type,
                    ["ttl"] = ttl + "s",
                    ["values"] = new JsonArray("192.0.2.1"),
                }
                : null)]),
        },
    };
}
