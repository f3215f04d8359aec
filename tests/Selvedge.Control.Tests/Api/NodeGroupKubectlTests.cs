namespace Selvedge.Control.Tests.Api;

/// <summary>Node groups as an unmodified kubectl handles them.</summary>
public sealed class NodeGroupKubectlTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Places = """
        apiVersion: selvedge.dev/v1
        kind: Provider
        metadata: {name: mine}
        ---
        apiVersion: selvedge.dev/v1
        kind: Location
        metadata: {name: fra}
        spec: {provider: mine, country: DE, coordinates: {latitude: 50, longitude: 8}}
        ---
        apiVersion: selvedge.dev/v1
        kind: Location
        metadata: {name: nyc}
        spec: {provider: mine, country: US, coordinates: {latitude: 40, longitude: -74}}
        """;

    private const string Group = """
        apiVersion: selvedge.dev/v1
        kind: NodeGroup
        metadata: {name: fra-small}
        spec:
          location: fra
          command: local
          node: {cpu: "1", memory: 1Gi}
          pricePerHour: 0.05
          max: 3
        """;

    [Fact]
    public async Task A_group_is_explained_applied_shown_and_refused_with_every_problem()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Places);
        await Kubectl.OkAsync(api, "apply -f -", Group);
        await Kubectl.OkAsync(api, "patch ng fra-small --subresource=status --type=merge --patch-file=/dev/stdin", """
            {"status": {"pending": "create fra-small-bcdfg", "nodes":
              [{"name": "fra-small-bcdfg", "phase": "Creating", "since": "2026-12-01T01:00:00Z", "message": ""}]}}
            """);

        var table = await Kubectl.OkAsync(api, "get nodegroups");
        Assert.Matches(@"NAME\s+LOCATION\s+NODES\s+MIN\s+MAX\s+READY\s+PENDING\s+AGE", table);
        Assert.Matches(@"fra-small\s+fra\s+0/1\s+0\s+3\s+<unknown>\s+create fra-small-bcdfg\s+\d+s", table);
        Assert.Contains(
            "Never fewer nodes by scaling down.", await Kubectl.OkAsync(api, "explain nodegroup.spec.min"),
            StringComparison.Ordinal);

        var (exit, _, error) = await Kubectl.RunAsync(
            api, "create -f -", Group.Replace("fra-small", "bad", StringComparison.Ordinal)
                .Replace("location: fra", "location: atlantis", StringComparison.Ordinal)
                .Replace("command: local", "command: ../sh", StringComparison.Ordinal));
        Assert.Equal(1, exit);
        Assert.Contains("spec.location: There is no Location atlantis.", error, StringComparison.Ordinal);
        Assert.Contains("spec.command", error, StringComparison.Ordinal);

        var (moved, _, why) = await Kubectl.RunAsync(
            api, "apply -f -", Group.Replace("location: fra", "location: nyc", StringComparison.Ordinal));
        Assert.Equal(1, moved);
        Assert.Contains("Its nodes are at fra, and a group does not move.", why, StringComparison.Ordinal);
    }
}
