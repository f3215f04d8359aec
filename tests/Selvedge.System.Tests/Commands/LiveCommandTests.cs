using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Harness;
using Selvedge.System.Tests.Circle;

namespace Selvedge.System.Tests.Commands;

/// <summary>Each command against the live network, as a person types it.</summary>
[Collection(CircleDefinition.Name)]
public sealed class LiveCommandTests(CircleFixture circle) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-commands-").FullName;

    private LiveNetwork Network => circle.Network;

    public async ValueTask InitializeAsync() => await ServedAtAsync("atlas", "3/3");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Status_shows_control_bus_sites_and_nodes()
    {
        var lines = (await DoneAsync("status")).Split('\n');

        Assert.StartsWith($"Control    {Network.Prefix}.0.1:7443, version 1.0.0", lines[0], StringComparison.Ordinal);
        Assert.Equal("Bus        connected, 3 of 3 nodes heard", lines[1]);
        Assert.Contains(lines, line => Words(line) is ["default/atlas", "yes", "yes", "yes"]);
        Assert.Contains(lines, line => Words(line) is ["fra-1", "fra", "Ready", ..]);
        var told = JsonNode.Parse(await DoneAsync("status", "-o", "json"))!;
        Assert.Equal(3, told["nodes"]!.AsArray().Count);
        Assert.True((long)told["verdicts"]!["epoch"]! > 0);
    }

    [Fact]
    public async Task Get_shows_documents_in_every_form()
    {
        Assert.Contains("3/3", await DoneAsync("get", "sites"), StringComparison.Ordinal);
        Assert.Contains("Serviceable", await DoneAsync("get", "site", "atlas", "-o", "wide"), StringComparison.Ordinal);
        var list = JsonNode.Parse(await DoneAsync("get", "locations", "-o", "json"))!;
        Assert.Equal("List", (string)list["kind"]!);
        var names = list["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!);
        Assert.Equal(LiveNetwork.Locations, names);
        Assert.StartsWith(
            "apiVersion: selvedge.dev/v1\nkind: Site\n", await DoneAsync("get", "site/atlas", "-o", "yaml"),
            StringComparison.Ordinal);
        Assert.StartsWith("NAMESPACE   NAME", await DoneAsync("get", "sites", "-A"), StringComparison.Ordinal);
        await RefusedAsync("There is no site default/nope. See: selvedge get sites", "get", "site", "nope");
        await RefusedAsync("There is no site default/a/b.", "get", "site", "a/b");
        Assert.Equal(
            "There are no sites in namespace other.\n", (await Network.RunAsync("get", "sites", "-n", "other")).Error);
    }

    [Fact]
    public async Task Describe_shows_the_gates_and_what_happened()
    {
        var lines = (await DoneAsync("describe", "site", "atlas")).Split('\n');

        Assert.Contains(lines, line => Words(line) is ["certificate", "open", "open", "open"]);
        Assert.Contains(lines, line => Words(line) is ["serviceable", "yes", "yes", "yes"]);
        Assert.Contains(lines, line => Words(line) is [_, "Normal", "Serviceable", "Users", "are", "sent", ..]);
        Assert.All(lines.TakeWhile(line => line != "Events"), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task A_broken_document_changes_nothing_and_names_every_problem_with_its_path_and_fix()
    {
        var file = Save(Site("Shop", "Shop.selvedge.test"));
        var broken = await Network.RunAsync("apply", "-f", file);

        Assert.Equal(1, broken.ExitCode);
        Assert.StartsWith("selvedge: Nothing is applied: 2 problems.\n", broken.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"{file}:1: Site Shop: metadata.name: 'Shop' is not a name.", broken.Error, StringComparison.Ordinal);
        Assert.Contains("spec.hostnames[0]: ", broken.Error, StringComparison.Ordinal);
        Assert.Contains("Write shop.selvedge.test", broken.Error, StringComparison.Ordinal);
        await RefusedAsync(
            "site/thief: spec.hostnames[0]: atlas.selvedge.test belongs to the Site default/atlas already.",
            "apply", "-f", Save(Site("thief", LiveNetwork.Hostname)));
        await RefusedAsync("There is no site default/thief.", "get", "site", "thief");
    }

    [Fact]
    public async Task A_site_is_applied_changed_and_deleted()
    {
        var file = Save(Site("shop", "shop.selvedge.test"));
        Assert.Equal("site/shop created (dry run)\n", await DoneAsync("apply", "-f", file, "--dry-run"));
        await RefusedAsync("There is no site default/shop.", "get", "site", "shop");
        try
        {
            Assert.Equal("site/shop created\n", await DoneAsync("apply", "-f", file));
            Assert.Equal("site/shop unchanged\n", await DoneAsync("apply", "-f", file));
            File.WriteAllText(file, Site("shop", "shop.selvedge.test", "kept.selvedge.test"));
            Assert.Equal("site/shop configured\n", await DoneAsync("apply", "-f", file));
            var applied = JsonNode.Parse(await DoneAsync("apply", "-f", file, "-o", "json"))!;
            Assert.Equal("kept.selvedge.test", (string)applied["spec"]!["hostnames"]![1]!);
        }
        finally
        {
            Assert.Equal("site/shop deleted\n", await DoneAsync("delete", "-f", file));
        }

        await RefusedAsync("There is no site default/shop. See: selvedge get sites", "delete", "site", "shop");
    }

    [Fact]
    public async Task Why_tells_each_filters_reason_the_verdicts_and_that_all_nodes_agree()
    {
        var lines = (await DoneAsync("why", LiveNetwork.Hostname, "--from", "198.51.100.7")).Split('\n');

        Assert.Equal($"{LiveNetwork.Hostname} A, asked from 198.51.100.7 (US, 40.7 -74.0)", lines[0]);
        Assert.StartsWith(
            $"  is sent to nyc ({Network.AddressOf("nyc")}), then fra", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.EndsWith("the plan puts the site here", StringComparison.Ordinal));
        Assert.Contains(lines, line => Words(line) is ["up", "fra", "yes", "serviceable"]);
        Assert.Contains(lines, line => line.EndsWith("km from the client", StringComparison.Ordinal));
        Assert.Contains(lines, line => Words(line) is ["syd", "yes", "none"]);
        Assert.Contains("  3 of 3 nodes agree.", lines);
        var told = JsonNode.Parse(await DoneAsync("why", LiveNetwork.Hostname, "-o", "json"))!;
        Assert.Equal(3, told["nodes"]!.AsArray().Count);
        var elsewhere = await DoneAsync("why", "elsewhere.example");
        Assert.Contains("is in no zone of this network (REFUSED)", elsewhere, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_at_a_moment_of_the_past_tells_where_clients_were_sent_then()
    {
        await DoneAsync("drain", "nyc", "--reason", "a test", "--wait");
        var then = DateTimeOffset.UtcNow;
        await DoneAsync("undrain", "nyc");
        await ServedAtAsync("atlas", "3/3");

        var at = then.ToString("O", CultureInfo.InvariantCulture);
        var past = JsonNode.Parse(await DoneAsync(
            "why", LiveNetwork.Hostname, "--from", "198.51.100.7", "--at", at, "-o", "json"))!;
        Assert.DoesNotContain(past["decision"]!["places"]!.AsArray(), place => (string)place!["location"]! == "nyc");
        var lines = (await DoneAsync("why", LiveNetwork.Hostname, "--from", "198.51.100.7", "--at", at)).Split('\n');
        Assert.StartsWith("  was sent to fra", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => Words(line) is ["nyc", "no", "shut:", "admitted", "(Drained)"]);
        Assert.Contains(lines, line => Words(line) is ["nyc", "no", "admitted", "Drained", _, "before", "a", "test"]);

        Assert.StartsWith(
            $"  is sent to nyc ({Network.AddressOf("nyc")})",
            (await DoneAsync("why", LiveNetwork.Hostname, "--from", "198.51.100.7")).Split('\n')[1],
            StringComparison.Ordinal);
        await RefusedAsync("The record does not know the moment.", "why", LiveNetwork.Hostname, "--at", "23h");
    }

    [Fact]
    public async Task Trace_and_purge_tell_every_node()
    {
        var url = $"https://{LiveNetwork.Hostname}/robots.txt";
        using var client = Network.ClientOf("syd");
        using var response = await client.GetAsync("/robots.txt", TestContext.Current.CancellationToken);

        var traced = (await DoneAsync("trace", url, "--from", "192.0.2.7")).Split('\n');
        Assert.Contains(traced, line => Words(line) is ["syd-1", "syd", "syd,", _, "fresh", ..]);
        var purged = (await DoneAsync("purge", url)).Split('\n');
        Assert.StartsWith($"{url} purged on 3 of 3 nodes, as purge ", purged[0], StringComparison.Ordinal);
        Assert.Contains(purged, line => Words(line) is ["syd-1", .., "1"]);
        Assert.Contains(
            (await DoneAsync("trace", url)).Split('\n'), line => Words(line) is ["syd-1", "syd", _, _, "absent", ..]);
        await LiveNetwork.UntilAsync(
            async () => (await DoneAsync("events")).Contains(
                $"{url} is purged on 3 of 3 nodes.", StringComparison.Ordinal),
            Limit,
            "the purge is told as an event");
        await RefusedAsync("No site has the hostname nobody.test.", "purge", "https://nobody.test/");
    }

    [Fact]
    public async Task A_drained_place_is_told_everywhere_until_it_is_undrained()
    {
        try
        {
            var drained = await DoneAsync("drain", "syd", "--reason", "a test", "--wait");
            Assert.StartsWith(
                "location/syd drained\nNo user is sent to syd any more, after ", drained, StringComparison.Ordinal);
            Assert.Contains("no: admitted (Drained)", await DoneAsync("status"), StringComparison.Ordinal);
            Assert.Contains("Yes: a test", await DoneAsync("get", "locations"), StringComparison.Ordinal);
            Assert.Equal("location/syd was drained already\n", await DoneAsync("drain", "syd", "--reason", "a test"));
        }
        finally
        {
            Assert.Equal("location/syd undrained\n", await DoneAsync("undrain", "syd"));
        }

        Assert.Equal("location/syd was not drained\n", await DoneAsync("undrain", "syd"));
        await ServedAtAsync("atlas", "3/3");
        var events = (await DoneAsync("events")).Split('\n');
        Assert.StartsWith("LAST SEEN   TYPE", events[0], StringComparison.Ordinal);
        Assert.Contains(events, line => line.EndsWith(
            "No user is sent to syd; shut: admitted (Drained).", StringComparison.Ordinal));
        await RefusedAsync("There is no location or node nope.", "drain", "nope");
    }

    [Fact]
    public async Task A_token_that_is_not_known_is_told_with_the_fix()
    {
        var text = await File.ReadAllTextAsync(Network.Kubeconfig, TestContext.Current.CancellationToken);
        var stranger = Save(text.Replace("user: {token: ", "user: {token: x", StringComparison.Ordinal));
        var refused = await Network.RunAsync("get", "sites", "--kubeconfig", stranger);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith(
            "selvedge: The control plane does not know the kubeconfig's token.", refused.Error,
            StringComparison.Ordinal);
        Assert.Contains("--kubeconfig FILE", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_tells_both_sides()
    {
        var told = JsonNode.Parse(await DoneAsync("version", "-o", "json"))!;

        Assert.Equal("1.0.0", (string)told["client"]!);
        Assert.Contains("control    1.0.0 (Kubernetes API ", await DoneAsync("version"), StringComparison.Ordinal);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private string Site(string name, params string[] hostnames) => $"""
        apiVersion: selvedge.dev/v1
        kind: Site
        metadata:
          name: {name}
        spec:
          hostnames: [{string.Join(", ", hostnames)}]
          backend:
            url: http://{Network.Prefix}.0.1:9000
            probe:
              path: /healthz
        """;

    private string Save(string text)
    {
        var file = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.yaml");
        File.WriteAllText(file, text);
        return file;
    }

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var result = await Network.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }

    private async Task RefusedAsync(string complaint, params string[] arguments)
    {
        var result = await Network.RunAsync(arguments);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("selvedge: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(complaint, result.Error, StringComparison.Ordinal);
    }

    private Task<TimeSpan> ServedAtAsync(string site, string places) => LiveNetwork.UntilAsync(
        async () => (await Network.RunAsync("get", "site", site, "-o", "json")) is { ExitCode: 0 } answer
            && answer.Output.Contains($"\"{places}\"", StringComparison.Ordinal)
            && !answer.Output.Contains("\"held\"", StringComparison.Ordinal),
        Limit,
        $"{site} is served at {places} places");
}
