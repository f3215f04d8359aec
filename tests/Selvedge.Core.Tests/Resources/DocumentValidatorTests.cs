using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Core.Tests.Resources;

public sealed class DocumentValidatorTests
{
    private const string Key = "U" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVW";

    public static TheoryData<string, string> GoodDocuments => new()
    {
        { "Provider", "{spec: {displayName: Hetzner}}" },
        { "Provider", "{}" },
        {
            "Location",
            "{spec: {provider: hetzner, city: Frankfurt, country: DE, coordinates: {latitude: 50.11, longitude: 8.68}}}"
        },
        {
            "Node",
            "{spec: {location: fra, addresses: [127.0.1.1, '2001:db8::1'], publicKey: " + Key
                + ", httpPort: 8080, httpsPort: 8443}}"
        },
        { "Site", "{spec: {hostnames: [shop.example.com], backend: {url: https://origin.example.com}}}" },
        { "Site", """
            {spec: {hostnames: [shop.example.com, www.shop.example.com],
              backend: {url: http://127.0.0.1:9000/app, hostHeader: origin, timeout: 10s,
                probe: {path: /healthz, interval: 500ms, timeout: 50ms, failureThreshold: 3}},
              tls: {issuer: pebble, minimumVersion: "1.3", redirect: false},
              cache: {enabled: true, grace: 0s, rules: [
                {match: {path: /assets/*}, ttl: 7d, tagsFrom: Cache-Tag}, {match: {path: /cart}, bypass: true}]},
              placement: {policy: static, locations: [fra, nyc], mustNotInclude: [syd]},
              residency: {process: [EU, DE, north-america]},
              steering: {ttl: 5s, whenAllDown: All,
                filters: [up, allowed, {geotarget_latlong: {}}, geotarget_country, shuffle, {select_first_n: {n: 8}}]}}}
            """ },
        { "Zone", """
            {metadata: {name: example.com}, spec: {
              nameServers: [ns1.example.net, ns2.example.net.], mailbox: ops@example.com, negativeTtl: 0s, records: [
              {name: "@", type: MX, ttl: 1h, values: ["10 mail.example.net."]},
              {name: "@", type: TXT, values: ["v=spf1 -all", "other"]},
              {name: _dmarc, type: TXT, values: ["v=DMARC1; p=reject"]},
              {name: "*.dev", type: A, values: [192.0.2.1, 192.0.2.2]},
              {name: v6, type: AAAA, values: ["2001:db8::1"]},
              {name: www, type: CNAME, values: [shop.example.com.]},
              {name: sub, type: NS, values: [ns.other.example.]},
              {name: "@", type: CAA, values: ["0 issue \"letsencrypt.org\""]}]}}
            """ },
        {
            "Certificate",
            "{spec: {hostnames: [a.example.com], issuer: default, secretName: a}, status: {newField: 1}}"
        },
        { "ConfigMap", "{data: {a: b, strategy.json: '{}'}, binaryData: {c: AAEC}}" },
        { "Secret", "{type: kubernetes.io/tls, data: {tls.crt: QQ==}, stringData: {tls.key: x}}" },
        { "Namespace", "{}" },
        {
            "Event",
            "{involvedObject: {kind: Site, name: shop}, reason: Ready, message: yes, type: Normal, count: 1, "
                + "firstTimestamp: 2026-11-24T12:00:00Z}"
        },
    };

    [Theory]
    [MemberData(nameof(GoodDocuments))]
    public void A_good_document_has_no_problem_and_its_type_reads_it(string kind, string body)
    {
        var document = Document(kind, body);

        var problems = Validate(kind, document);

        Assert.Empty(problems);
        var json = System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
        switch (kind)
        {
            case "Provider": CoreJson.Read<Provider>(json); break;
            case "Location": CoreJson.Read<Location>(json); break;
            case "Node": CoreJson.Read<Node>(json); break;
            case "Site": CoreJson.Read<Site>(json); break;
            case "Zone": CoreJson.Read<Zone>(json); break;
            case "Certificate": CoreJson.Read<Certificate>(json); break;
            case "ConfigMap": CoreJson.Read<ConfigMap>(json); break;
            case "Secret": CoreJson.Read<Secret>(json); break;
            default: break;
        }
    }

    [Fact]
    public void A_bad_site_is_told_all_its_problems_at_once()
    {
        var document = Document("Site", """
            {metadata: {name: Shop_, labels: {"a b": "-x"}},
             spec: {hostnames: [Shop.example.com., shop, a.example.com, a.example.com], hostnamez: [],
              backend: {url: "ftp://x", probe: {path: healthz, interval: 1ms, failureThreshold: 11}, timeout: 30},
              tls: {minimumVersion: 1.2, redirect: "yes"},
              cache: {grace: 1y, rules: [{match: {path: "/a*b"}, ttl: 1s, bypass: true}]},
              placement: {policy: statik, mustNotInclude: fra},
              residency: {process: [EUR, XX]},
              steering: {whenAllDown: lastgood, filters: [upp, {select_first_n: {n: 9}}, {up: {}, allowed: {}}, 7]}}}
            """);

        var problems = Validate("Site", document).Select(problem => $"{problem.Cause} {problem}").ToArray();

        string[] expected =
        [
            "FieldValueInvalid metadata.name: 'Shop_' is not a name. Use small letters, digits, '-' and '.', at most "
                + "253, beginning and ending with a letter or digit.",
            "FieldValueInvalid spec.hostnames[0]: 'Shop.example.com.' is not a fully qualified hostname. Write "
                + "shop.example.com: small letters, without the final dot.",
            "FieldValueInvalid spec.hostnames[1]: 'shop' is not a fully qualified hostname. Write for example "
                + "shop.example.com: labels of small letters, digits and '-', without a port.",
            "FieldValueDuplicate spec.hostnames[3]: 'a.example.com' stands in the list already. Remove one of them.",
            "FieldUnknown spec.hostnamez: The field is unknown. Did you mean hostnames?",
            "FieldValueInvalid spec.backend.url: 'ftp://x' is not an absolute http or https URL. Write for example "
                + "https://origin.example.com.",
            "FieldValueInvalid spec.backend.probe.interval: 1ms is out of range. Write 100ms to 5m.",
            "FieldValueInvalid spec.backend.probe.failureThreshold: 11 is out of range. Write 1 to 10.",
            "FieldValueTypeInvalid spec.backend.timeout: A number stands where a duration must. Write 30s.",
            "FieldValueTypeInvalid spec.tls.minimumVersion: A number stands where text must. Put it in quotes: "
                + "\"1.2\".",
            "FieldValueTypeInvalid spec.tls.redirect: Text stands where true or false must. Write it without quotes.",
            "FieldValueInvalid spec.cache.grace: '1y' is not a duration. Write whole numbers with units, for example "
                + "250ms, 30s, 1h30m.",
            "FieldValueNotSupported spec.placement.policy: 'statik' is not one of the possible values. Did you mean "
                + "static?",
            "FieldValueTypeInvalid spec.placement.mustNotInclude: Text stands where a list must. Put it in brackets, "
                + "or begin its line with '- '.",
            "FieldValueNotSupported spec.steering.whenAllDown: 'lastgood' is not one of the possible values. Did you "
                + "mean LastGood?",
            "FieldValueInvalid metadata.labels[a b]: The key has the wrong form. Write letters, digits, '-', '_' and "
                + "'.', at most 63, with a domain and '/' before it if you like.",
            "FieldValueInvalid metadata.labels[a b]: '-x' is not a label's value. Use at most 63 letters, digits, "
                + "'-', '_' and '.', beginning and ending with a letter or digit.",
            "FieldValueInvalid spec.backend.probe.path: 'healthz' is not a path. Begin it with '/'.",
            "FieldValueInvalid spec.cache.rules[0].match.path: '/a*b' is not a path. Begin it with '/'; '*' may stand "
                + "only at its end.",
            "FieldValueInvalid spec.cache.rules[0].ttl: What is never kept has no lifetime. Remove ttl or bypass.",
            "FieldValueNotSupported spec.residency.process[0]: 'EUR' is no country and no region. Did you mean EU?",
            "FieldValueNotSupported spec.residency.process[1]: 'XX' is no country and no region. Write a country such "
                + "as DE, or a region such as EU, africa, asia, europe, north-america, oceania, south-america.",
            "FieldValueNotSupported spec.steering.filters[0]: 'upp' is not a filter. Did you mean up?",
            "FieldValueInvalid spec.steering.filters[1].select_first_n.n: n says how many places stay. Write 1 to 8.",
            "FieldValueTypeInvalid spec.steering.filters[2]: A filter is its name, or an object whose only member is "
                + "its name. Write for example up or {select_first_n: {n: 2}}.",
            "FieldValueTypeInvalid spec.steering.filters[3]: A filter is its name, or an object whose only member is "
                + "its name. Write for example up or {select_first_n: {n: 2}}.",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), problems.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_bad_zone_is_told_all_its_problems_at_once()
    {
        var document = Document("Zone", """
            {metadata: {name: example.com}, spec: {nameServers: [192.0.2.1], mailbox: nobody, records: [
              {name: www, type: CNAME, values: [a.example.com., b.example.com.]},
              {name: WWW, type: A, values: [300.0.0.1]},
              {name: "@", type: CNAME, values: [a.example.com]},
              {name: "@", type: NS, values: [ns1.example.net]},
              {name: host.example.com., type: AAAA, values: [192.0.2.1]},
              {name: other.example.org., type: MX, values: [mail.example.com]},
              {name: "a b", type: CAA, values: [issue]},
              {name: t, type: SRV, values: []}]}}
            """);

        var problems = Validate("Zone", document).Select(problem => $"{problem.Path}: {problem.Message}").ToArray();

        string[] expected =
        [
            "spec.nameServers[0]: '192.0.2.1' is not a fully qualified name.",
            "spec.mailbox: 'nobody' is not an e-mail address.",
            "spec.records[0]: A CNAME stands beside A of the same name (RFC 1034, section 3.6.2).",
            "spec.records[0].values: A name has one CNAME only (RFC 2181, section 10.1).",
            "spec.records[1].values[0]: '300.0.0.1' is not an IPv4 address.",
            "spec.records[2]: A CNAME stands beside NS of the same name (RFC 1034, section 3.6.2).",
            "spec.records[2].type: The apex cannot have CNAME records of its own.",
            "spec.records[3].type: The apex cannot have NS records of its own.",
            "spec.records[4].name: 'host.example.com.' repeats the apex.",
            "spec.records[4].values[0]: '192.0.2.1' is not an IPv6 address.",
            "spec.records[5].name: 'other.example.org.' is not inside the zone.",
            "spec.records[5].values[0]: 'mail.example.com' is not a preference and a name.",
            "spec.records[6].name: 'a b' is not a name.",
            "spec.records[6].values[0]: 'issue' is not flags, tag and value (RFC 8659).",
            "spec.records[7].type: 'SRV' is not one of the possible values.",
            "spec.records[7].values: The list is too short.",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), problems.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Location", "{spec: {country: de, coordinates: {latitude: 91, longitude: -181}}}",
        "spec.provider FieldValueRequired; spec.country FieldValueInvalid; spec.coordinates.latitude "
            + "FieldValueInvalid; spec.coordinates.longitude FieldValueInvalid")]
    [InlineData("Node", "{spec: {location: fra, addresses: [1.2.3, '::', '127.1'], httpPort: 0, httpsPort: 80.5, "
        + "publicKey: X}}",
        "spec.addresses[0] FieldValueInvalid; spec.addresses[2] FieldValueInvalid; spec.httpPort FieldValueInvalid; "
            + "spec.httpsPort FieldValueTypeInvalid; spec.publicKey FieldValueInvalid; spec.addresses[1] "
            + "FieldValueInvalid")]
    [InlineData("Node", "{spec: {location: fra, addresses: []}, metadata: {name: a, namespace: b}}",
        "spec.addresses FieldValueRequired; metadata.namespace FieldValueForbidden")]
    [InlineData("Provider", "{spec: [], metadata: {}}", "spec FieldValueTypeInvalid; metadata.name FieldValueRequired")]
    [InlineData("Secret", "{type: kubernetes.io/tls, data: {tls.crt: '%%'}}",
        "data[tls.crt] FieldValueInvalid; data[tls.key] FieldValueRequired")]
    [InlineData("ConfigMap", "{data: {'a/b': x, c: 1}}", "data[c] FieldValueTypeInvalid; data[a/b] FieldValueInvalid")]
    [InlineData("Namespace", "{metadata: {name: a.b}}", "metadata.name FieldValueInvalid")]
    [InlineData("Node", "{metadata: {name: a.b}, spec: {location: fra, addresses: [192.0.2.1]}}",
        "metadata.name FieldValueInvalid")]
    [InlineData("Location", "{metadata: {name: a.b}, spec: {provider: p, country: DE, coordinates: {latitude: 1, "
        + "longitude: 1}}}",
        "metadata.name FieldValueInvalid")]
    [InlineData("Event", "{type: Normal, firstTimestamp: yesterday}",
        "firstTimestamp FieldValueInvalid; involvedObject FieldValueRequired")]
    [InlineData("Site", "{spec: {hostnames: [a.example.com], backend: {url: 'http://x'}, placement: {policy: static}}}",
        "spec.placement.locations FieldValueRequired")]
    [InlineData("Site", "{spec: {hostnames: [a.example.com], backend: {url: 'http://u:p@x/?q'}, placement: "
        + "{locations: [fra], mustNotInclude: [fra]}}}",
        "spec.backend.url FieldValueInvalid; spec.placement.locations FieldValueInvalid; "
            + "spec.placement.mustNotInclude[0] FieldValueInvalid")]
    public void Each_kind_names_the_field_and_the_cause(string kind, string body, string expected)
    {
        var problems = Validate(kind, Document(kind, body));

        Assert.Equal(
            expected.Split("; ").Order(StringComparer.Ordinal),
            problems.Select(problem => $"{problem.Path} {problem.Cause}").Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Fix));
    }

    [Fact]
    public void Every_field_of_every_kind_is_described()
    {
        foreach (var kind in KindRegistry.All)
        {
            AssertDescribed(kind.Kind, kind.Schema);
        }
    }

    [Fact]
    public void Every_documented_default_is_itself_allowed()
    {
        foreach (var kind in KindRegistry.All)
        {
            AssertDefaults(kind.Kind, kind.Schema);
        }
    }

    private static void AssertDescribed(string path, Schema schema)
    {
        Assert.True(schema.Description.Length > 0, path);
        foreach (var member in schema.Members)
        {
            AssertDescribed($"{path}.{member.Name}", member.Schema);
        }

        if (schema.Items is not null)
        {
            AssertDescribed($"{path}[]", schema.Items);
        }
    }

    private static void AssertDefaults(string path, Schema schema)
    {
        if (schema.Default is not null)
        {
            var problems = new List<Problem>();
            new SchemaValidator(problems).Check(path, schema, JsonNode.Parse(schema.Default));
            Assert.Empty(problems);
        }

        foreach (var member in schema.Members)
        {
            AssertDefaults($"{path}.{member.Name}", member.Schema);
        }

        if (schema.Items is not null)
        {
            AssertDefaults($"{path}[]", schema.Items);
        }
    }

    private static ImmutableArray<Problem> Validate(string kind, JsonObject document) =>
        DocumentValidator.Validate(KindRegistry.FindByAnyName(kind)!, document);

    private static JsonObject Document(string kind, string body)
    {
        var known = KindRegistry.FindByAnyName(kind)!;
        var document = FlowText.Parse(body).AsObject();
        document["apiVersion"] = known.ApiVersion;
        document["kind"] = known.Kind;
        document["metadata"] ??= new JsonObject { ["name"] = "a" };
        return document;
    }
}
