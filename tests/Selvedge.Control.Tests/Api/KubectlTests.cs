using System.Text.Json.Nodes;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Tests.Api;

/// <summary>An unmodified kubectl against a running server.</summary>
public sealed class KubectlTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Places = """
        apiVersion: selvedge.dev/v1
        kind: Provider
        metadata: {name: hetzner}
        spec: {displayName: Hetzner}
        ---
        apiVersion: selvedge.dev/v1
        kind: Location
        metadata: {name: fra}
        spec: {provider: hetzner, city: Frankfurt, country: DE, coordinates: {latitude: 50.11, longitude: 8.68}}
        ---
        apiVersion: selvedge.dev/v1
        kind: Node
        metadata: {name: fra-1}
        spec: {location: fra, addresses: [127.0.1.1]}
        """;

    [Fact]
    public async Task Get_shows_tables_wide_tables_yaml_json_and_paths()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Places);
        await Kubectl.OkAsync(api, "apply -f -", Site("get"));
        await SetStatusAsync("get", """
            {"serviceablePlaces": "2/3",
             "verdicts": [{"location": "fra", "serviceable": true}, {"location": "nyc", "serviceable": true},
              {"location": "syd", "serviceable": false}],
             "conditions": [{"type": "Ready", "status": "True", "reason": "ServiceableAtTwoPlaces"}]}
            """);
        var documents = new DocumentStore(api.Store);
        await documents.UpdateAsync(new ResourceKey(ResourceNames.Nodes, "", "fra-1"), node =>
        {
            node["status"] = JsonNode.Parse("""
                {"snapshotEpoch": 41, "refusals": [{"key": "sites/a", "reason": "the key is missing"}],
                 "conditions": [{"type": "Ready", "status": "True"}]}
                """);
            return true;
        }, TestContext.Current.CancellationToken);

        var table = await Kubectl.OkAsync(api, "get sites get");
        var wide = await Kubectl.OkAsync(api, "get site get -o wide");
        var nodes = await Kubectl.OkAsync(api, "get nodes.selvedge.dev");

        Assert.Matches(@"NAME\s+HOSTNAMES\s+PLACES\s+READY\s+AGE", table);
        Assert.Matches(@"get\s+get.example.com\s+2/3\s+True\s+\d+s", table);
        Assert.Matches(@"ServiceableAtTwoPlaces\s+http://origin.example.com\s+everywhere", wide);
        Assert.Matches(@"NAME\s+LOCATION\s+EPOCH\s+STATUS\s+AGE", nodes);
        Assert.Matches(@"fra-1\s+fra\s+41\s+Ready, refused sites/a: the key is missing", nodes);
        Assert.Contains(
            "hostnames:\n  - get.example.com", await Kubectl.OkAsync(api, "get site get -o yaml"),
            StringComparison.Ordinal);
        Assert.Equal(
            "get", (string?)JsonNode.Parse(await Kubectl.OkAsync(api, "get site get -o json"))!["metadata"]!["name"]);
        Assert.Equal("get.example.com", await Kubectl.OkAsync(api, "get site get -o jsonpath={.spec.hostnames[0]}"));
        Assert.Equal("site.selvedge.dev/get\n", await Kubectl.OkAsync(api, "get site get -o name"));
        Assert.Contains("get", await Kubectl.OkAsync(api, "get sites -A -l '!none'"), StringComparison.Ordinal);
        var (exit, _, error) = await Kubectl.RunAsync(api, "get site absent");
        Assert.Equal((1, "Error from server (NotFound): sites.selvedge.dev \"absent\" not found\n"), (exit, error));
    }

    [Fact]
    public async Task Describe_shows_the_document_and_its_events()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Site("described"));
        var uid = await Kubectl.OkAsync(api, "get site described -o jsonpath={.metadata.uid}");
        await Kubectl.OkAsync(api, "create -f -", $$"""
            {apiVersion: v1, kind: Event, metadata: {generateName: described-}, type: Normal, reason: Placed,
             message: placed at fra, source: {component: compiler}, count: 1,
             involvedObject:
               {apiVersion: selvedge.dev/v1, kind: Site, name: described, namespace: default, uid: {{uid}}},
             firstTimestamp: "2026-11-24T12:00:00Z", lastTimestamp: "2026-11-24T12:00:00Z"}
            """);

        var text = await Kubectl.OkAsync(api, "describe site described");

        Assert.Matches(@"Hostnames:\s+described.example.com", text);
        Assert.Matches(@"Normal\s+Placed\s+.*compiler\s+placed at fra", text);
        Assert.Contains("Placed", await Kubectl.OkAsync(api, "get events"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_shows_every_field_with_its_description()
    {
        Kubectl.SkipWhereMissing();

        var spec = await Kubectl.OkAsync(api, "explain --recursive site.spec");
        var field = await Kubectl.OkAsync(api, "explain site.spec.steering.whenAllDown");
        var zone = await Kubectl.OkAsync(api, "explain zone.spec.records");

        Assert.Contains("GROUP:      selvedge.dev", spec, StringComparison.Ordinal);
        Assert.Matches(@"hostnames\s+<\[\]string> -required-", spec);
        Assert.Matches(@"failureThreshold\s+<integer>", spec);
        Assert.Matches(@"ENUM:\s+LastGood\s+All\s+Fail", field);
        Assert.Contains("What is answered when the verdict leaves no place.", field, StringComparison.Ordinal);
        Assert.Contains("The static records.", zone, StringComparison.Ordinal);
        Assert.Contains("-required-", await Kubectl.OkAsync(api, "explain node"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_says_created_unchanged_and_configured()
    {
        Kubectl.SkipWhereMissing();

        Assert.Equal("site.selvedge.dev/applied created\n", await Kubectl.OkAsync(api, "apply -f -", Site("applied")));
        Assert.Equal(
            "site.selvedge.dev/applied unchanged\n", await Kubectl.OkAsync(api, "apply -f -", Site("applied")));
        Assert.Equal("1", await Kubectl.OkAsync(api, "get site applied -o jsonpath={.metadata.generation}"));
        var (exit, diff, _) = await Kubectl.RunAsync(api, "diff -f -", Site("applied", "  steering: {ttl: 5s}"));
        Assert.Equal(1, exit);
        Assert.Contains("+  steering:\n+    ttl: 5s", diff, StringComparison.Ordinal);
        Assert.Equal("site.selvedge.dev/applied configured\n",
            await Kubectl.OkAsync(api, "apply -f -", Site("applied", "  steering: {ttl: 5s}")));
        Assert.Equal("2", await Kubectl.OkAsync(api, "get site applied -o jsonpath={.metadata.generation}"));
        Assert.Equal(
            "site.selvedge.dev/applied configured\n", await Kubectl.OkAsync(api, "apply -f -", Site("applied")));
        Assert.Equal("", await Kubectl.OkAsync(api, "get site applied -o jsonpath={.spec.steering}"));
        Assert.Equal("", await Kubectl.OkAsync(api, "diff -f -", Site("applied")));
    }

    [Fact]
    public async Task Server_side_apply_names_conflicts_and_can_force_them()
    {
        Kubectl.SkipWhereMissing();
        Assert.Equal("site.selvedge.dev/shared serverside-applied\n",
            await Kubectl.OkAsync(api, "apply --server-side -f -", Site("shared", "  steering: {ttl: 10s}")));

        var (exit, _, error) = await Kubectl.RunAsync(
            api, "apply --server-side --field-manager=other -f -", Site("shared", "  steering: {ttl: 20s}"));
        Assert.Equal(1, exit);
        Assert.Contains(
            "conflict with \"kubectl\" using selvedge.dev/v1: .spec.steering.ttl", error, StringComparison.Ordinal);
        Assert.Equal("10s", await Kubectl.OkAsync(api, "get site shared -o jsonpath={.spec.steering.ttl}"));

        await Kubectl.OkAsync(api, "apply --server-side --field-manager=other --force-conflicts -f -",
            Site("shared", "  steering: {ttl: 20s}"));
        Assert.Equal("20s", await Kubectl.OkAsync(api, "get site shared -o jsonpath={.spec.steering.ttl}"));
        await Kubectl.OkAsync(api, "apply --server-side --field-manager=other -f -", Site("shared"));
        Assert.Equal("", await Kubectl.OkAsync(api, "get site shared -o jsonpath={.spec.steering}"));
        var managers = await Kubectl.OkAsync(
            api, "get site shared --show-managed-fields -o jsonpath={.metadata.managedFields[*].manager}");
        Assert.Equal("kubectl other", managers);
    }

    [Fact]
    public async Task Server_side_apply_takes_over_from_client_side_apply()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Site("moved", "  steering: {ttl: 10s}"));

        await Kubectl.OkAsync(api, "apply --server-side -f -", Site("moved", "  steering: {ttl: 11s}"));
        await Kubectl.OkAsync(api, "apply --server-side -f -", Site("moved"));

        Assert.Equal("", await Kubectl.OkAsync(api, "get site moved -o jsonpath={.spec.steering}"));
        var (exit, diff, error) = await Kubectl.RunAsync(api, "diff --server-side -f -", Site("moved"));
        Assert.True(exit == 0, diff + error);
    }

    [Fact]
    public async Task Patch_label_annotate_and_edit_change_the_document()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Site("changed"));
        await Kubectl.OkAsync(api, "create configmap changed --from-literal=a=b");

        await Kubectl.OkAsync(api, "patch site changed --type=merge -p '{\"spec\":{\"cache\":{\"grace\":\"1h\"}}}'");
        await Kubectl.OkAsync(api, "patch site changed --type=json -p "
            + "'[{\"op\":\"add\",\"path\":\"/spec/hostnames/-\",\"value\":\"more.example.com\"}]'");
        await Kubectl.OkAsync(api, "patch configmap changed -p '{\"data\":{\"c\":\"d\"}}'");
        await Kubectl.OkAsync(api, "label site changed tier=gold");
        await Kubectl.OkAsync(api, "label configmap changed tier=gold");
        await Kubectl.OkAsync(api, "annotate site changed note=yes");
        await Kubectl.OkAsync(api, "edit site changed", editor: "sed -i s/1h/2h/");
        await Kubectl.OkAsync(api, "edit configmap changed", editor: "sed -i s/c:/e:/");

        Assert.Equal("2h|[\"changed.example.com\",\"more.example.com\"]|gold|yes", await Kubectl.OkAsync(
            api,
            "get site changed -o jsonpath="
                + "{.spec.cache.grace}|{.spec.hostnames}|{.metadata.labels.tier}|{.metadata.annotations.note}"));
        Assert.Equal(
            "{\"a\":\"b\",\"e\":\"d\"}", await Kubectl.OkAsync(api, "get configmap changed -o jsonpath={.data}"));
        Assert.Contains("changed", await Kubectl.OkAsync(api, "get cm,sites -l tier=gold"), StringComparison.Ordinal);
        await Kubectl.OkAsync(api, "label site changed tier-");
        Assert.Equal("", await Kubectl.OkAsync(api, "get sites -l tier=gold -o name"));
    }

    [Fact]
    public async Task Wait_returns_when_the_condition_holds_and_when_the_document_is_gone()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Site("awaited"));

        var ready = Kubectl.OkAsync(api, "wait --for=condition=Ready site/awaited --timeout=30s");
        await SetStatusAsync("awaited", """{"conditions": [{"type": "Ready", "status": "True", "reason": "Fine"}]}""");
        Assert.Equal("site.selvedge.dev/awaited condition met\n", await ready);

        var gone = Kubectl.OkAsync(api, "wait --for=delete site/awaited --timeout=30s");
        Assert.Contains("deleted", await Kubectl.OkAsync(api, "delete site awaited"), StringComparison.Ordinal);
        await gone;
    }

    [Fact]
    public async Task Watch_prints_a_line_for_each_change()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "create configmap watched --from-literal=a=b");

        var lines = await Kubectl.LinesAsync(api, "get configmaps watched --watch", rows: 3, async () =>
        {
            await Kubectl.OkAsync(api, "patch configmap watched -p '{\"data\":{\"c\":\"d\"}}'");
            await Kubectl.OkAsync(api, "delete configmap watched");
        });

        Assert.Collection(
            lines,
            line => Assert.Matches(@"NAME\s+DATA\s+AGE", line),
            line => Assert.Matches(@"watched\s+1\s", line),
            line => Assert.Matches(@"watched\s+2\s", line),
            line => Assert.Matches(@"watched\s+2\s", line));
    }

    [Fact]
    public async Task Create_makes_secrets_config_maps_and_namespaces()
    {
        Kubectl.SkipWhereMissing();

        await Kubectl.OkAsync(api, "create namespace tenant");
        await Kubectl.OkAsync(api, "create secret generic -n tenant token --from-literal=password=hunter2");
        await Kubectl.OkAsync(api, "create configmap -n tenant words --from-literal=a=b");
        Assert.Matches(@"token\s+Opaque\s+1", await Kubectl.OkAsync(api, "get secrets -n tenant"));
        Assert.Equal(
            "aHVudGVyMg==", await Kubectl.OkAsync(api, "get secret -n tenant token -o jsonpath={.data.password}"));
        Assert.Matches(@"password:\s+7 bytes", await Kubectl.OkAsync(api, "describe secret -n tenant token"));
        Assert.Contains("Active", await Kubectl.OkAsync(api, "describe namespace tenant"), StringComparison.Ordinal);
        Assert.Contains(
            "a:\n----\nb", await Kubectl.OkAsync(api, "describe configmap -n tenant words"), StringComparison.Ordinal);

        await Kubectl.OkAsync(api, "delete namespace tenant");
        Assert.Empty(
            (await api.Store.ListAsync(ResourceNames.Secrets, "tenant", TestContext.Current.CancellationToken)).Items);
        Assert.DoesNotContain(
            api.LogLines, line => line.Contains("hunter2", StringComparison.Ordinal)
            || line.Contains("aHVudGVyMg", StringComparison.Ordinal));
        var (exit, _, error) = await Kubectl.RunAsync(api, "delete namespace default");
        Assert.Equal(1, exit);
        Assert.Contains("may not be deleted", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("admin", "delete sites", "yes")]
    [InlineData("admin", "'*' '*'", "yes")]
    [InlineData("viewer", "get sites", "yes")]
    [InlineData("viewer", "get secrets", "no")]
    [InlineData("viewer", "get '*'", "no")]
    [InlineData("viewer", "delete sites", "no")]
    [InlineData("nobody", "get sites", "")]
    public async Task Auth_can_i_answers_as_the_server_would(string token, string wish, string answer)
    {
        Kubectl.SkipWhereMissing();

        var (_, output, _) = await Kubectl.RunAsync(api, $"auth can-i {wish}", token: token);

        Assert.Equal(answer, output.Trim().Split(' ', '\n')[0]);
    }

    [Fact]
    public async Task Auth_whoami_and_the_list_of_rights_tell_the_truth()
    {
        Kubectl.SkipWhereMissing();

        Assert.Matches(
            @"Username\s+vera\s+Groups\s+\[selvedge:viewers\]",
            await Kubectl.OkAsync(api, "auth whoami", token: "viewer"));
        Assert.Contains(
            "*.selvedge.dev", await Kubectl.OkAsync(api, "auth can-i --list", token: "viewer"),
            StringComparison.Ordinal);
        var (exit, _, error) = await Kubectl.RunAsync(api, "delete site x", token: "viewer");
        Assert.Equal(1, exit);
        Assert.Contains("User \"vera\" cannot delete resource \"sites\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_document_shows_all_its_problems_and_stores_nothing()
    {
        Kubectl.SkipWhereMissing();

        var (exit, _, error) = await Kubectl.RunAsync(api, "apply -f -", """
            apiVersion: selvedge.dev/v1
            kind: Site
            metadata: {name: bad}
            spec:
              hostnamez: [x.example.com]
              hostnames: [BAD.example.com]
              backend: {url: "ftp://x"}
              placement: {policy: static, locations: [atlantis]}
              steering: {ttl: 2h, filters: [upp]}
            """);

        Assert.Equal(1, exit);
        Assert.Contains("The Site \"bad\" is invalid", error, StringComparison.Ordinal);
        foreach (var line in (string[])
        [
            "* spec.hostnamez: The field is unknown. Did you mean hostnames?",
            "* spec.hostnames[0]: 'BAD.example.com' is not a fully qualified hostname. Write bad.example.com",
            "* spec.backend.url: 'ftp://x' is not an absolute http or https URL.",
            "* spec.placement.locations[0]: There is no Location atlantis.",
            "* spec.steering.ttl: 2h is out of range. Write 1s to 1h.",
            "* spec.steering.filters[0]: 'upp' is not a filter. Did you mean up?",
        ])
        {
            Assert.Contains(line, error, StringComparison.Ordinal);
        }

        Assert.Null(
            await api.Store.GetAsync(
            new ResourceKey(ResourceNames.Sites, "default", "bad"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Unknown_fields_are_refused_warned_of_or_ignored_as_asked()
    {
        Kubectl.SkipWhereMissing();
        var document = Site("loose", "  colour: red");

        var (strict, _, refused) = await Kubectl.RunAsync(api, "apply -f -", document);
        Assert.Equal(1, strict);
        Assert.Contains("spec.colour", refused, StringComparison.Ordinal);
        var (warned, _, warning) = await Kubectl.RunAsync(api, "apply --validate=warn -f -", document);
        Assert.Equal(0, warned);
        Assert.Contains("Warning: unknown field \"spec.colour\"", warning, StringComparison.Ordinal);
        Assert.Equal("", await Kubectl.OkAsync(api, "get site loose -o jsonpath={.spec.colour}"));
        var (ignored, _, silence) = await Kubectl.RunAsync(api, "apply --validate=ignore -f -", document);
        Assert.Equal((0, ""), (ignored, silence));
    }

    [Fact]
    public async Task Discovery_lists_the_kinds_with_their_short_names()
    {
        Kubectl.SkipWhereMissing();

        var kinds = await Kubectl.OkAsync(api, "api-resources");

        Assert.Matches(@"locations\s+loc\s+selvedge.dev/v1\s+false\s+Location", kinds);
        Assert.Matches(@"configmaps\s+cm\s+v1\s+true\s+ConfigMap", kinds);
        Assert.Contains("selvedge.dev/v1", await Kubectl.OkAsync(api, "api-versions"), StringComparison.Ordinal);
        Assert.Contains("Server Version: v1.34", await Kubectl.OkAsync(api, "version"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_autoscaler_is_explained_applied_shown_and_refused_as_kubectl_knows_it()
    {
        Kubectl.SkipWhereMissing();
        const string Autoscaler = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: shop, namespace: default}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
              minReplicas: 2
              maxReplicas: 20
              metrics:
              - type: Resource
                resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
            """;

        await Kubectl.OkAsync(api, "apply -f -", Autoscaler);
        await Kubectl.OkAsync(api, "patch hpa shop --subresource=status --type=merge --patch-file=/dev/stdin", """
            {"status": {"currentReplicas": 7, "currentMetrics":
              [{"type": "Resource", "resource": {"name": "cpu", "current": {"averageUtilization": 31}}}]}}
            """);

        var table = await Kubectl.OkAsync(api, "get hpa");
        Assert.Matches(@"NAME\s+REFERENCE\s+TARGETS\s+MINPODS\s+MAXPODS\s+REPLICAS\s+AGE", table);
        Assert.Matches(@"shop\s+Deployment/shop\s+cpu: 31%/60%\s+2\s+20\s+7\s+\d+s", table);
        Assert.Contains(
            "autoscaling/v2", await Kubectl.OkAsync(api, "api-resources --api-group=autoscaling"),
            StringComparison.Ordinal);
        Assert.Contains(
            "The most replicas at a location.", await Kubectl.OkAsync(api, "explain hpa.spec.maxReplicas"),
            StringComparison.Ordinal);
        var (exit, _, error) = await Kubectl.RunAsync(
            api, "create -f -", Autoscaler.Replace("name: shop, n", "name: bad, n", StringComparison.Ordinal)
                .Replace("maxReplicas: 20", "maxReplicas: 1", StringComparison.Ordinal));
        Assert.Equal(1, exit);
        Assert.Contains("spec.maxReplicas", error, StringComparison.Ordinal);
    }

    private static string Site(string name, string more = "") => $$"""
        apiVersion: selvedge.dev/v1
        kind: Site
        metadata: {name: {{name}}, namespace: default}
        spec:
          hostnames: [{{name}}.example.com]
          backend: {url: "http://origin.example.com"}
        {{more}}
        """;

    private async Task SetStatusAsync(string site, string status) =>
        await new DocumentStore(api.Store)
            .UpdateAsync(new ResourceKey(ResourceNames.Sites, "default", site), document =>
        {
            document["status"] = JsonNode.Parse(status);
            return true;
        }, TestContext.Current.CancellationToken);
}
