using System.Text;
using System.Text.Json.Nodes;

namespace Selvedge.Control.Tests.Api;

/// <summary>Raw HTTP against a running server: what kubectl hides.</summary>
public sealed class ApiServerTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Theory]
    [InlineData("POST", ConfigMaps, "{", "application/json", 400)]
    [InlineData("POST", ConfigMaps, "{\"a\":1,\"a\":2}", "application/json", 400)]
    [InlineData("POST", ConfigMaps, "{\"a\":\"\\ud800\"}", "application/json", 400)]
    [InlineData("POST", ConfigMaps, "[]", "application/json", 400)]
    [InlineData("POST", ConfigMaps, "{}", "text/html", 415)]
    [InlineData("POST", ConfigMaps, "k8s", "application/vnd.kubernetes.protobuf", 415)]
    [InlineData("POST", ConfigMaps, "{}", "application/json", 422)]
    [InlineData("POST", ConfigMaps, "a: &a [*a]", "application/yaml", 400)]
    [InlineData("POST", ConfigMaps, "{\"metadata\": 7}", "application/json", 422)]
    [InlineData("POST", "/api/v1/configmaps", "{}", "application/json", 405)]
    [InlineData("POST", "/apis/selvedge.dev/v1/namespaces/default/certificates", "{}", "application/json", 405)]
    [InlineData(
        "POST", "/api/v1/namespaces/absent/configmaps",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}", "application/json", 404)]
    [InlineData(
        "PUT", ConfigMaps + "/absent",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"absent\"}}", "application/json", 404)]
    [InlineData("PATCH", ConfigMaps + "/absent", "{}", "application/json", 415)]
    [InlineData("PATCH", ConfigMaps + "/absent", "{}", "application/apply-patch+yaml", 400)]
    [InlineData("GET", ConfigMaps + "?labelSelector=((", null, "", 400)]
    [InlineData("GET", ConfigMaps + "?fieldSelector=spec.x=1", null, "", 400)]
    [InlineData("GET", ConfigMaps + "?continue=%25", null, "", 400)]
    [InlineData("GET", ConfigMaps + "?limit=-1", null, "", 400)]
    [InlineData("GET", "/apis/selvedge.dev/v2/sites", null, "", 404)]
    [InlineData("GET", "/openapi/v2", null, "", 404)]
    [InlineData("GET", "/absent", null, "", 404)]
    [InlineData("DELETE", "/api/v1/namespaces/selvedge-system", null, "", 403)]
    public async Task A_wrong_request_gets_its_status_in_kubernetes_form(
        string method, string path, string? body, string type, int code)
    {
        var (got, status, _) = await api.SendAsync(method, path, body, type);

        Assert.Equal(
            (code, "Status", "Failure", code),
            (got, (string?)status["kind"], (string?)status["status"], (int?)status["code"]));
        Assert.DoesNotContain("Exception", status.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_that_are_too_large_too_deep_or_no_utf8_are_refused()
    {
        var (large, _, _) = await api.SendAsync("POST", ConfigMaps, new string(' ', 3 * 1024 * 1024 + 1));
        var (deep, _, _) = await api.SendAsync("POST", ConfigMaps, new string('[', 100_000));
        var (deepYaml, _, _) = await api.SendAsync("POST", ConfigMaps, new string('[', 100_000), "application/yaml");
        using var client = api.Client();
        using var bytes =
            new ByteArrayContent([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        bytes.Headers.ContentType = new("application/json");
        using var wrong = await client.PostAsync(ConfigMaps, bytes, TestContext.Current.CancellationToken);

        Assert.Equal((413, 400, 400, 400), (large, deep, deepYaml, (int)wrong.StatusCode));
    }

    [Fact]
    public async Task Tokens_decide_and_health_needs_none()
    {
        Assert.Equal(401, (await api.SendAsync("GET", ConfigMaps, token: null)).Code);
        Assert.Equal(401, (await api.SendAsync("GET", "/selvedge/v1/echo", token: "wrong")).Code);
        Assert.Equal(403, (await api.SendAsync("GET", "/api/v1/secrets", token: "viewer")).Code);
        Assert.Equal(403, (await api.SendAsync("GET", "/api", token: "nobody")).Code);
        Assert.Equal(200, (await api.SendAsync("GET", "/apis/selvedge.dev/v1/sites", token: "viewer")).Code);
        Assert.Equal("vera", (string?)(await api.SendAsync("GET", "/selvedge/v1/echo", token: "viewer")).Body);
        Assert.Equal(403, (await api.SendAsync("POST", "/selvedge/v1/echo", token: "viewer")).Code);
        Assert.Equal("ada", (string?)(await api.SendAsync("POST", "/selvedge/v1/echo")).Body);
        foreach (var path in (string[])["/healthz", "/livez", "/readyz", "/version", "/version/", "/metrics"])
        {
            Assert.Equal(200, (await api.SendAsync("GET", path, token: null)).Code);
        }
    }

    [Fact]
    public async Task A_replace_with_an_old_resource_version_is_a_conflict()
    {
        var (_, first, _) = await api.SendAsync("POST", ConfigMaps, Map("cas", "1"));
        var (again, exists, _) = await api.SendAsync("POST", ConfigMaps, Map("cas", "1"));
        var changed = first.DeepClone();
        changed["data"]!["a"] = "2";
        var (ok, _, _) = await api.SendAsync("PUT", $"{ConfigMaps}/cas", changed.ToJsonString());
        var (late, conflict, _) = await api.SendAsync("PUT", $"{ConfigMaps}/cas", changed.ToJsonString());

        Assert.Equal((409, "AlreadyExists"), (again, (string?)exists["reason"]));
        Assert.Equal(200, ok);
        Assert.Equal((409, "Conflict"), (late, (string?)conflict["reason"]));
    }

    [Fact]
    public async Task A_dry_run_answers_as_the_real_write_and_stores_nothing()
    {
        var (code, body, _) = await api.SendAsync("POST", $"{ConfigMaps}?dryRun=All", Map("dry", "1"));

        Assert.Equal((201, "1"), (code, (string?)body["data"]!["a"]));
        Assert.Equal(404, (await api.SendAsync("GET", $"{ConfigMaps}/dry")).Code);
        Assert.Equal(400, (await api.SendAsync("POST", $"{ConfigMaps}?dryRun=Some", Map("dry", "1"))).Code);
    }

    [Fact]
    public async Task Pages_hold_every_document_once_and_share_one_revision()
    {
        for (var i = 0; i < 7; i++)
        {
            await api.SendAsync("POST", ConfigMaps, Map($"page-{i}", "1", "paged"));
        }

        var names = new List<string>();
        var revisions = new HashSet<string>(StringComparer.Ordinal);
        string? next = "";
        while (next is not null)
        {
            var (_, page, _) = await api.SendAsync(
                "GET", $"{ConfigMaps}?labelSelector=set=paged&limit=3&continue={Uri.EscapeDataString(next)}");
            names.AddRange(page["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!));
            revisions.Add((string)page["metadata"]!["resourceVersion"]!);
            next = (string?)page["metadata"]!["continue"];
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"page-{i}"), names);
        Assert.Single(revisions);
    }

    [Fact]
    public async Task A_watch_resumes_where_it_ended_and_sees_labels_come_and_go()
    {
        await api.SendAsync("POST", ConfigMaps, Map("seen", "1", "watched"));
        var (_, list, _) = await api.SendAsync("GET", $"{ConfigMaps}?labelSelector=set=watched");
        var revision = (string)list["metadata"]!["resourceVersion"]!;
        await api.SendAsync("PATCH", $"{ConfigMaps}/seen", "{\"data\":{\"a\":\"2\"}}", "application/merge-patch+json");
        await api.SendAsync("POST", ConfigMaps, Map("other", "1"));

        var first = await WatchAsync($"labelSelector=set=watched&resourceVersion={revision}", 1);
        Assert.Equal(("MODIFIED", "seen"), Name(first[0]));
        var resumed = (string)first[0]["object"]!["metadata"]!["resourceVersion"]!;
        var watch = WatchAsync($"labelSelector=set=watched&resourceVersion={resumed}", 3, async () =>
        {
            await api.SendAsync(
                "PATCH", $"{ConfigMaps}/seen", "{\"metadata\":{\"labels\":{\"set\":null}}}",
                "application/merge-patch+json");
            await api.SendAsync(
                "PATCH", $"{ConfigMaps}/seen", "{\"metadata\":{\"labels\":{\"set\":\"watched\"}}}",
                "application/merge-patch+json");
            await api.SendAsync("DELETE", $"{ConfigMaps}/seen");
        });

        var events = (await watch).Select(Name).Where(entry => entry.Name == "seen").ToList();
        Assert.Equal([("DELETED", "seen"), ("ADDED", "seen"), ("DELETED", "seen")], events);
    }

    [Fact]
    public async Task A_watch_from_a_compacted_revision_is_told_410_gone()
    {
        await api.SendAsync("POST", ConfigMaps, Map("gone-1", "1"));
        await api.SendAsync("POST", ConfigMaps, Map("gone-2", "1"));
        await api.Store.CompactAsync(
            await api.Store.RevisionAsync(TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);

        var events = await WatchAsync("resourceVersion=1", 1);

        Assert.Equal(
            ("ERROR", 410, "Expired"),
            ((string?)events[0]["type"], (int)events[0]["object"]!["code"]!, (string?)events[0]["object"]!["reason"]));
    }

    [Fact]
    public async Task A_watch_can_begin_with_what_there_is_and_end_in_time()
    {
        await api.SendAsync("POST", ConfigMaps, Map("initial", "1", "begun"));

        var events = await WatchAsync(
            "labelSelector=set=begun&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan&timeoutSeconds=1",
            99);

        Assert.Equal(["ADDED", "BOOKMARK"], events.Select(entry => (string)entry["type"]!));
        Assert.Equal("true", (string?)events[1]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task Status_and_spec_are_written_apart_and_only_spec_counts_as_a_generation()
    {
        const string Path = "/apis/selvedge.dev/v1/providers";
        await api.SendAsync("POST", "/apis/selvedge.dev/v1/namespaces/default/sites", """
            {"apiVersion":"selvedge.dev/v1","kind":"Site","metadata":{"name":"apart"},"status":{"conditions":[]},
             "spec":{"hostnames":["apart.example.com"],"backend":{"url":"http://o.example.com"}}}
            """);
        const string Site = "/apis/selvedge.dev/v1/namespaces/default/sites/apart";
        var (code, after, _) = await api.SendAsync("PATCH", $"{Site}/status",
            "{\"spec\":{\"tls\":{\"redirect\":false}},\"status\":{\"observedGeneration\":1}}",
            "application/merge-patch+json");
        var (_, labelled, _) = await api.SendAsync("PATCH", Site,
            "{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"status\":{\"observedGeneration\":9}}",
            "application/merge-patch+json");

        Assert.Equal(200, code);
        Assert.Null(after["spec"]!["tls"]);
        Assert.Equal(
            (1, 1), ((int)labelled["status"]!["observedGeneration"]!, (int)labelled["metadata"]!["generation"]!));
        var (taken, refusal, _) = await api.SendAsync("POST", "/apis/selvedge.dev/v1/namespaces/default/sites", """
            {"apiVersion":"selvedge.dev/v1","kind":"Site","metadata":{"name":"thief"},
             "spec":{"hostnames":["apart.example.com"],"backend":{"url":"http://o.example.com"}}}
            """);
        Assert.Equal((422, "FieldValueDuplicate"), (taken, (string?)refusal["details"]!["causes"]![0]!["reason"]));
        Assert.Equal(200, (await api.SendAsync("GET", Path)).Code);
    }

    [Fact]
    public async Task Finalizers_hold_a_document_until_the_last_is_gone()
    {
        await api.SendAsync("POST", ConfigMaps, """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","finalizers":["example.com/hold"]}}
            """);
        var (_, marked, _) = await api.SendAsync("DELETE", $"{ConfigMaps}/held");
        Assert.NotNull(marked["metadata"]!["deletionTimestamp"]);
        Assert.Equal(200, (await api.SendAsync("GET", $"{ConfigMaps}/held")).Code);

        await api.SendAsync(
            "PATCH", $"{ConfigMaps}/held", "{\"metadata\":{\"finalizers\":null}}", "application/merge-patch+json");

        Assert.Equal(404, (await api.SendAsync("GET", $"{ConfigMaps}/held")).Code);
    }

    [Fact]
    public async Task A_deletion_with_another_uid_is_refused_and_collections_go_by_label()
    {
        await api.SendAsync("POST", ConfigMaps, Map("doomed-1", "1", "doomed"));
        await api.SendAsync("POST", ConfigMaps, Map("doomed-2", "1", "doomed"));

        Assert.Equal(
            409, (await api.SendAsync("DELETE", $"{ConfigMaps}/doomed-1", "{\"preconditions\":{\"uid\":\"x\"}}")).Code);
        Assert.Equal(200, (await api.SendAsync("DELETE", $"{ConfigMaps}?labelSelector=set=doomed")).Code);
        Assert.Empty(
            (await api.SendAsync("GET", $"{ConfigMaps}?labelSelector=set%20in%20(doomed)")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task Yaml_bodies_are_documents_too()
    {
        var (code, body, _) = await api.SendAsync("POST", ConfigMaps, """
            apiVersion: v1
            kind: ConfigMap
            metadata: {generateName: from-yaml-}
            data: {answer: "42", yes: yes}
            """, "application/yaml");

        Assert.Equal((201, "yes"), (code, (string?)body["data"]!["yes"]));
        Assert.Matches("^from-yaml-[a-z0-9]{5}$", (string)body["metadata"]!["name"]!);
    }

    private static (string Type, string Name) Name(JsonNode change) =>
        ((string)change["type"]!, (string)change["object"]!["metadata"]!["name"]!);

    private static string Map(string name, string value, string? set = null)
    {
        var map = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["data"] = new JsonObject { ["a"] = value },
        };
        if (set is not null)
        {
            map["metadata"]!["labels"] = new JsonObject { ["set"] = set };
        }

        return map.ToJsonString();
    }

    private async Task<List<JsonNode>> WatchAsync(string query, int count, Func<Task>? afterStart = null)
    {
        using var client = api.Client();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        using var response = await client.GetAsync(
            $"{ConfigMaps}?watch=true&{query}", HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(deadline.Token), Encoding.UTF8);
        await (afterStart?.Invoke() ?? Task.CompletedTask);
        var events = new List<JsonNode>();
        while (events.Count < count && await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            events.Add(JsonNode.Parse(line)!);
        }

        return events;
    }
}
