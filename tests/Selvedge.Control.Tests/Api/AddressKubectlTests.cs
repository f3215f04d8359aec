namespace Selvedge.Control.Tests.Api;

/// <summary>Addresses and their neighbours as an unmodified kubectl handles them.</summary>
public sealed class AddressKubectlTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Held = """
        apiVersion: selvedge.dev/v1
        kind: Aggregate
        metadata: {name: ours}
        spec: {prefix: 198.18.0.0/22, registry: RIPE}
        ---
        apiVersion: selvedge.dev/v1
        kind: Prefix
        metadata: {name: first}
        spec: {prefix: 198.18.0.0/24, origin: 64512, sites: [shop]}
        """;

    private const string Taken = """
        apiVersion: selvedge.dev/v1
        kind: Prefix
        metadata: {name: next}
        spec: {from: ours, length: 24, origin: 64512}
        """;

    [Fact]
    public async Task Addresses_are_taken_where_they_are_free_and_conflicts_are_refused()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Held);
        await Kubectl.OkAsync(api, "apply -f -", Taken);

        // Applied once more, it keeps what it has.
        await Kubectl.OkAsync(api, "apply -f -", Taken);
        Assert.Equal("198.18.1.0/24", await Kubectl.OkAsync(api, "get prefix next -o jsonpath={.spec.prefix}"));

        await Kubectl.OkAsync(api, "apply -f -", Address("one"));
        await Kubectl.OkAsync(api, "apply -f -", Address("two"));
        Assert.Equal("198.18.0.2", await Kubectl.OkAsync(api, "get ip two -o jsonpath={.spec.address}"));
        Assert.Matches(@"next\s+198\.18\.1\.0/24\s+Anycast\s+64512", await Kubectl.OkAsync(api, "get prefixes"));

        await RefusedAsync(
            "kind: Prefix\nmetadata: {name: clash}\nspec: {prefix: 198.18.1.128/25, origin: 64512}",
            "198.18.1.128/25 overlaps 198.18.1.0/24 of the Prefix next.");
        await RefusedAsync(
            "kind: Prefix\nmetadata: {name: foreign}\nspec: {prefix: 203.0.113.0/24, origin: 64512}",
            "203.0.113.0/24 lies in no Aggregate.", "ours (198.18.0.0/22)");
        await RefusedAsync(
            "kind: Prefix\nmetadata: {name: large}\nspec: {from: ours, length: 22, origin: 64512}",
            "ours (198.18.0.0/22) has no /22 free.", "The largest that is free is 198.18.2.0/23");
        await RefusedAsync(
            "kind: IpAddress\nmetadata: {name: again}\nspec: {address: 198.18.0.1}",
            "The IpAddress one has 198.18.0.1 already.");
        await RefusedAsync(
            "kind: Aggregate\nmetadata: {name: inside}\nspec: {prefix: 198.18.3.0/24}",
            "overlaps 198.18.0.0/22 of the Aggregate ours");
    }

    [Fact]
    public async Task A_neighbour_with_mistakes_gets_all_of_them_at_once()
    {
        Kubectl.SkipWhereMissing();
        await RefusedAsync(
            """
            kind: BgpPeer
            metadata: {name: bad.name}
            spec:
              location: atlantis
              address: 10.0.0.300
              peerAsn: 0
              localAsn: 4294967295
              holdTime: 1s
              bfd: {interval: 1ms, multiplier: 1}
              communities: ["64512:70000", "a:b"]
              rpkiCaches: ["10.0.0.1"]
            """,
            "metadata.name", "spec.location: There is no Location atlantis.", "spec.address", "spec.peerAsn",
            "spec.localAsn", "spec.holdTime", "spec.bfd.interval", "spec.bfd.multiplier", "spec.communities[0]",
            "spec.communities[1]", "spec.rpkiCaches[0]");
        await RefusedAsync(
            "kind: Roa\nmetadata: {name: bad}\nspec: {prefix: 192.0.2.0/24, maxLength: 16, origin: 64512}",
            "16 is no length of a prefix inside 192.0.2.0/24.");
        await RefusedAsync(
            "kind: Provider\nmetadata: {name: bad}\n"
            + "spec: {bgp: {allowed: true, letters: [{prefix: 192.0.2.0/24, validUntil: soon}]}}",
            "'soon' is no day.");
        await RefusedAsync("kind: Announcement\nmetadata: {name: a.fra}", "MethodNotAllowed");
    }

    private static string Address(string name) => $$"""
        apiVersion: selvedge.dev/v1
        kind: IpAddress
        metadata: {name: {{name}}}
        spec: {from: first, site: shop}
        """;

    private async Task RefusedAsync(string document, params string[] reasons)
    {
        var (exit, _, error) = await Kubectl.RunAsync(api, "create -f -", "apiVersion: selvedge.dev/v1\n" + document);
        Assert.NotEqual(0, exit);
        foreach (var reason in reasons)
        {
            Assert.Contains(reason, error, StringComparison.Ordinal);
        }
    }
}
