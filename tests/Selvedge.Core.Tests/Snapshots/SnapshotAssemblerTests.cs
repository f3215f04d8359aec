using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Tests.Snapshots;

public sealed class SnapshotAssemblerTests
{
    [Fact]
    public void Follows_a_manifest()
    {
        var given = Sample(1, ("zone.a", "a.test", "x"), ("zone.b", "b.test", "y"));
        Assert.Equal(AssemblyOutcome.Assembled, Assemble(given, null, out var assembled));
        Assert.Equal(["a.test", "b.test"], assembled!.Snapshot.Zones.Keys);
        Assert.Equal(1, assembled.Snapshot.Epoch);
        Assert.Empty(assembled.Refusals);
    }

    [Fact]
    public void A_section_that_has_not_arrived_is_waited_for()
    {
        var given = Sample(1, ("zone.a", "a.test", "x"));
        given.Sections.Remove("zone.a");
        Assert.Equal(AssemblyOutcome.Incomplete, Assemble(given, null, out var assembled));
        Assert.Null(assembled);
    }

    [Fact]
    public void Only_changed_sections_are_wanted()
    {
        Assemble(Sample(1, ("zone.a", "a.test", "x"), ("zone.b", "b.test", "y")), null, out var last);
        var next = Sample(2, ("zone.a", "a.test", "x"), ("zone.b", "b.test", "z"));
        Assert.Equal(["zone.b"], SnapshotAssembler.Wanted(next.Manifest, last).Select(entry => entry.Key));
        next.Sections.Remove("zone.a");
        Assert.Equal(AssemblyOutcome.Assembled, Assemble(next, last, out var assembled));
        Assert.Equal(("x", "z"), (Mailbox(assembled!, "a.test"), Mailbox(assembled!, "b.test")));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""
        {"apex":"a.test","serial":1,"nameServers":null,"mailbox":"x","negativeTtl":"30s","records":[]}
        """)]
    public void A_section_that_cannot_be_read_keeps_its_last_good_content(string bytes)
    {
        Assemble(Sample(1, ("zone.a", "a.test", "x"), ("zone.b", "b.test", "y")), null, out var last);
        var next = Sample(2, ("zone.a", "a.test", "new"), ("zone.b", "b.test", "new"));
        Replace(next, "zone.a", Encoding.UTF8.GetBytes(bytes));
        Assert.Equal(AssemblyOutcome.Assembled, Assemble(next, last, out var assembled));
        Assert.Equal(("x", "new"), (Mailbox(assembled!, "a.test"), Mailbox(assembled!, "b.test")));
        Assert.Equal("zone.a", Assert.Single(assembled!.Refusals).Key);
        Assert.Equal(2, assembled.Snapshot.Epoch);
    }

    [Fact]
    public void A_pod_is_there_by_its_uid_with_all_that_it_needs()
    {
        var documents = ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>.Empty.Add(
            "app", ImmutableSortedDictionary<string, string>.Empty.Add("colour", "blue"));
        var pod = new PodSection(
            "default", "web-1", "uid-1", "fra-1",
            ImmutableSortedDictionary<string, string>.Empty.Add("app", "web"),
            ImmutableSortedDictionary<string, string>.Empty,
            new PodSpec { Containers = [new Container { Name = "main", Image = "web:1", Args = ["-v"] }] },
            documents,
            documents);
        var given = Sample(1);
        var bytes = CoreJson.Write(pod);
        given.Sections["pod.uid-1"] = bytes;
        var entry = new SectionEntry("pod.uid-1", SectionKind.Pod, SectionEntry.HashOf(bytes));
        given.Manifest = given.Manifest with { Sections = given.Manifest.Sections.Add(entry) };
        Assert.Equal(AssemblyOutcome.Assembled, Assemble(given, null, out var assembled));
        Assert.Empty(assembled!.Refusals);
        Assert.Equal(bytes, CoreJson.Write(assembled.Snapshot.Pods["uid-1"]));
    }

    [Fact]
    public void Bytes_without_the_named_hash_are_refused()
    {
        var given = Sample(1, ("zone.a", "a.test", "x"));
        given.Sections["zone.a"] = CoreJson.Write(Zone("a.test", "forged"));
        Assert.Equal(AssemblyOutcome.Assembled, Assemble(given, null, out var assembled));
        Assert.Empty(assembled!.Snapshot.Zones);
        Assert.Single(assembled.Refusals);
    }

    [Fact]
    public void A_section_of_another_kind_than_named_is_refused()
    {
        var given = Sample(1, ("zone.a", "a.test", "x"));
        given = given with
        {
            Manifest = given.Manifest with
            {
                Sections = [.. given.Manifest.Sections.Select(
                    entry => entry.Key == "zone.a" ? entry with { Kind = SectionKind.Certificate } : entry)],
            },
        };
        Assert.Equal(AssemblyOutcome.Assembled, Assemble(given, null, out var assembled));
        Assert.Single(assembled!.Refusals);
        Assert.Empty(assembled.Snapshot.Certificates);
    }

    [Fact]
    public void A_lower_epoch_is_ignored_unless_the_store_is_another_one()
    {
        Assemble(Sample(5, ("zone.a", "a.test", "x")), null, out var last);
        var lower = Sample(4, ("zone.a", "a.test", "old"));
        Assert.Equal(AssemblyOutcome.NotNewer, Assemble(lower, last, out _));
        Assert.Equal(AssemblyOutcome.NotNewer, Assemble(Sample(5, ("zone.a", "a.test", "x")), last, out _));
        Assert.Equal(AssemblyOutcome.Assembled, Assemble(Sample(5, ("zone.a", "a.test", "y")), last, out _));
        var reset = lower with { Manifest = lower.Manifest with { Lineage = "new" } };
        Assert.Equal(AssemblyOutcome.Assembled, Assemble(reset, last, out var assembled));
        Assert.Equal(4, assembled!.Snapshot.Epoch);
    }

    [Fact]
    public void Without_a_network_section_there_is_no_snapshot()
    {
        var given = Sample(1, ("zone.a", "a.test", "x"));
        var without = given with
        {
            Manifest = given.Manifest with
            {
                Sections = [.. given.Manifest.Sections.Where(entry => entry.Kind != SectionKind.Network)],
            },
        };
        Assert.Equal(AssemblyOutcome.Unusable, Assemble(without, null, out _));
        Replace(given, "network", "broken"u8.ToArray());
        Assert.Equal(AssemblyOutcome.Unusable, Assemble(given, null, out _));
    }

    [Fact]
    public void A_manifest_of_another_location_or_with_a_key_twice_is_unusable()
    {
        var given = Sample(1, ("zone.a", "a.test", "x"));
        Assert.Equal(AssemblyOutcome.Unusable, SnapshotAssembler.Assemble(
            "nyc", given.Manifest, given.Memory, null, out _, out _));
        var twice = given.Manifest with { Sections = given.Manifest.Sections.Add(given.Manifest.Sections[0]) };
        Assert.Equal(AssemblyOutcome.Unusable, SnapshotAssembler.Assemble(
            "fra", twice, given.Memory, null, out _, out _));
    }

    [Fact]
    public void Two_sections_for_one_zone_leave_the_first()
    {
        var given = Sample(1, ("zone.a", "a.test", "x"), ("zone.b", "a.test", "y"));
        Assert.Equal(AssemblyOutcome.Assembled, Assemble(given, null, out var assembled));
        Assert.Equal("x", Mailbox(assembled!, "a.test"));
        Assert.Equal("zone.b", Assert.Single(assembled!.Refusals).Key);
    }

    [Fact]
    public void What_a_consumer_refuses_is_put_back_and_in_the_end_left_out()
    {
        Assemble(Sample(1, ("zone.a", "a.test", "x")), null, out var last);
        Assemble(Sample(2, ("zone.a", "a.test", "bad"), ("zone.n", "n.test", "bad")), last, out var next);
        SectionRefusal[] refused = [new("zone.a", "", "bad"), new("zone.n", "", "bad"), new("unknown", "", "?")];
        var back = SnapshotAssembler.PutBack(next!, refused, last)!;
        Assert.Equal("x", Mailbox(back, "a.test"));
        Assert.False(back.Snapshot.Zones.ContainsKey("n.test"));
        Assert.Equal(["zone.a", "zone.n"], back.Refusals.Select(refusal => refusal.Key));
        var without = SnapshotAssembler.PutBack(back, refused, last)!;
        Assert.Empty(without.Snapshot.Zones);
        Assert.Null(SnapshotAssembler.PutBack(without, [new SectionRefusal("network", "", "bad")], null));
    }

    [Fact]
    public void Whatever_comes_the_snapshot_is_whole_and_every_section_is_new_or_last_good()
    {
        // Damage is: fine, absent, random bytes with the right hash, bytes with a wrong hash.
        var damage = Gen.Select(Gen.Int[0, 3].Array[4], Gen.Byte.Array[0, 30], Gen.Bool);
        damage.Sample(
            (kinds, junk, hasLast) =>
            {
                Assemble(Sample(1, Zones("old", 4)), null, out var old);
                var last = hasLast ? old : null;
                var next = Sample(2, Zones("new", 4));
                for (var index = 0; index < kinds.Length; index++)
                {
                    var key = $"zone.z{index}";
                    switch (kinds[index])
                    {
                        case 1:
                            next.Sections.Remove(key);
                            break;
                        case 2:
                            Replace(next, key, junk);
                            break;
                        case 3:
                            next.Sections[key] = junk;
                            break;
                    }
                }

                var outcome = Assemble(next, last, out var assembled);
                Assert.Equal(
                    kinds.Contains(1) ? AssemblyOutcome.Incomplete : AssemblyOutcome.Assembled, outcome);
                for (var index = 0; assembled is not null && index < kinds.Length; index++)
                {
                    var zone = assembled.Snapshot.Zones.GetValueOrDefault($"z{index}.test");
                    var expected = kinds[index] == 0 ? "new" : hasLast ? "old" : null;
                    Assert.Equal(expected, zone?.Mailbox);
                    Assert.Equal(
                        kinds[index] != 0, assembled.Refusals.Any(refusal => refusal.Key == $"zone.z{index}"));
                }
            },
            iter: 300);
    }

    [Fact]
    public void No_manifest_makes_it_throw()
    {
        var entry = Gen.Select(
            Gen.OneOf("network", "zone.a", "zone.b", "", ".", "a..b", ">", "manifest"),
            Gen.Int[-1, 8],
            Gen.OneOf("", SectionEntry.HashOf("{}"u8), "zz"),
            (key, kind, hash) => new SectionEntry(key, (SectionKind)kind, hash));
        Gen.Select(entry.Array[0, 5], Gen.Long, Gen.OneOf("fra", "nyc", "")).Sample((entries, epoch, location) =>
        {
            var manifest = new Manifest(location, epoch, [.. entries]);
            var sections = entries.DistinctBy(item => item.Key)
                .ToDictionary(item => item.Key, _ => (ReadOnlyMemory<byte>)"{}"u8.ToArray());
            SnapshotAssembler.Assemble("fra", manifest, sections, null, out _, out _);
            SnapshotAssembler.Assemble("fra", manifest with { Sections = default }, sections, null, out _, out _);
        });
    }

    private static (string Key, string Apex, string Mailbox)[] Zones(string mailbox, int count) =>
        [.. Enumerable.Range(0, count).Select(index => ($"zone.z{index}", $"z{index}.test", mailbox))];

    private static string Mailbox(AssembledSnapshot assembled, string apex) => assembled.Snapshot.Zones[apex].Mailbox;

    private static ZoneSection Zone(string apex, string mailbox) =>
        new(apex, 1, ["ns1.test"], mailbox, TimeSpan.FromSeconds(30), []);

    private static AssemblyOutcome Assemble(Given given, AssembledSnapshot? last, out AssembledSnapshot? assembled)
    {
        var outcome =
            SnapshotAssembler.Assemble("fra", given.Manifest, given.Memory, last, out assembled, out var reason);
        Assert.Equal(outcome == AssemblyOutcome.Assembled, assembled is not null);
        Assert.Equal(outcome == AssemblyOutcome.Assembled, reason.Length == 0);
        return outcome;
    }

    private static void Replace(Given given, string key, byte[] bytes)
    {
        given.Sections[key] = bytes;
        var index = given.Manifest.Sections.IndexOf(given.Manifest.Sections.Single(entry => entry.Key == key));
        given.Manifest = given.Manifest with
        {
            Sections = given.Manifest.Sections.SetItem(
                index, given.Manifest.Sections[index] with { Hash = SectionEntry.HashOf(bytes) }),
        };
    }

    private static Given Sample(long epoch, params (string Key, string Apex, string Mailbox)[] zones)
    {
        var sections = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["network"] = CoreJson.Write(new NetworkSection([], [], [])),
        };
        foreach (var (key, apex, mailbox) in zones)
        {
            sections[key] = CoreJson.Write(Zone(apex, mailbox));
        }

        var entries = sections.OrderBy(section => section.Key, StringComparer.Ordinal)
            .Select(section => new SectionEntry(
            section.Key,
            section.Key == "network" ? SectionKind.Network : SectionKind.Zone,
            SectionEntry.HashOf(section.Value)));
        return new Given(new Manifest("fra", epoch, [.. entries]), sections);
    }

    private sealed record Given(Manifest Manifest, Dictionary<string, byte[]> Sections)
    {
        public Manifest Manifest { get; set; } = Manifest;

        public Dictionary<string, ReadOnlyMemory<byte>> Memory => Sections.ToDictionary(
            section => section.Key, section => (ReadOnlyMemory<byte>)section.Value, StringComparer.Ordinal);
    }
}
