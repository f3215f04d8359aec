namespace Selvedge.Control.Tests.Api;

/// <summary>Virtual addresses as an unmodified kubectl handles them.</summary>
public sealed class VirtualAddressKubectlTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Network = """
        apiVersion: selvedge.dev/v1
        kind: Provider
        metadata: {name: rented}
        ---
        apiVersion: selvedge.dev/v1
        kind: Location
        metadata: {name: rack}
        spec: {provider: rented, country: DE, coordinates: {latitude: 50.1, longitude: 8.7}}
        ---
        apiVersion: selvedge.dev/v1
        kind: Location
        metadata: {name: other}
        spec: {provider: rented, country: DE, coordinates: {latitude: 50.1, longitude: 8.7}}
        ---
        apiVersion: selvedge.dev/v1
        kind: Node
        metadata: {name: lb1}
        spec: {location: rack, addresses: [10.3.0.2]}
        ---
        apiVersion: selvedge.dev/v1
        kind: Node
        metadata: {name: b1}
        spec: {location: rack, addresses: [10.3.0.11]}
        ---
        apiVersion: selvedge.dev/v1
        kind: Node
        metadata: {name: far}
        spec: {location: other, addresses: [10.4.0.11]}
        ---
        apiVersion: selvedge.dev/v1
        kind: VirtualAddress
        metadata: {name: web}
        spec:
          location: rack
          address: 198.51.100.10
          ports: [{protocol: tcp, port: 80}]
          balancers: [lb1]
          backends: [{node: b1}]
        """;

    [Fact]
    public async Task A_virtual_address_is_shown_and_what_it_names_has_to_be_at_its_location()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Network);
        Assert.Matches(
            @"web\s+rack\s+198\.51\.100\.10\s+tcp/80\s+Direct\s+lb1\s+1/1", await Kubectl.OkAsync(api, "get vip"));

        var (exit, _, error) = await Kubectl.RunAsync(
            api,
            "create -f -",
            """
            apiVersion: selvedge.dev/v1
            kind: VirtualAddress
            metadata: {name: second}
            spec:
              location: rack
              address: 198.51.100.10
              ports: [{protocol: tcp, port: 80}]
              balancers: [gone]
              backends: [{node: far}]
            """);

        Assert.NotEqual(0, exit);
        Assert.Contains("The VirtualAddress web has 198.51.100.10 already.", error, StringComparison.Ordinal);
        Assert.Contains("spec.balancers[0]: There is no Node gone.", error, StringComparison.Ordinal);
        Assert.Contains(
            "spec.backends[0].node: far is at other, not at rack.", error, StringComparison.Ordinal);
    }
}
