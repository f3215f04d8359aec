using System.Globalization;
using System.Text;

namespace Selvedge.Dev;

/// <summary>The documents of the development network: what an operator would write for three places and one
/// site.</summary>
internal static class DevDocuments
{
    /// <summary>The example site's hostname.</summary>
    public const string Hostname = "atlas.selvedge.test";

    /// <summary>Writes them as YAML.</summary>
    /// <param name="addresses">Where everything listens.</param>
    /// <param name="keys">Each node's public key, by node name.</param>
    public static string Render(DevAddresses addresses, IReadOnlyDictionary<string, string> keys)
    {
        var yaml = new StringBuilder();
        yaml.Append("""
            # The development network. Written at the first start; from then on it is yours to change:
            #   selvedge get sites | kubectl edit site atlas | selvedge drain fra
            apiVersion: selvedge.dev/v1
            kind: Provider
            metadata: {name: loopback}
            spec: {displayName: This machine}

            """);
        foreach (var location in DevLocation.All)
        {
            AppendPlace(yaml, location, addresses, keys[location.Node]);
        }

        yaml.Append(CultureInfo.InvariantCulture, $$"""
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: client-map, namespace: selvedge-system}
            data:
              # the networks of RFC 5737 as clients of three continents; and this machine itself
              203.0.113.0_24: "DE 50.1 8.7"
              198.51.100.0_24: "US 40.7 -74.0"
              192.0.2.0_24: "AU -33.9 151.2"
              127.0.0.0_8: "DE 50.1 8.7"
            ---
            apiVersion: selvedge.dev/v1
            kind: Zone
            metadata: {name: selvedge.test}
            spec:
              nameServers: [ns1.selvedge.test]
              records:
                - {name: ns1, type: A, values: ["{{addresses.Dns.Split(':')[0]}}"]}
                - {name: "@", type: MX, ttl: 1h, values: ["10 mail.selvedge.test."]}
                - {name: mail, type: A, values: ["192.0.2.25"]}
                - {name: "@", type: TXT, values: ["v=spf1 -all"]}
            ---
            apiVersion: selvedge.dev/v1
            kind: Site
            metadata: {name: atlas}
            spec:
              hostnames: [{{Hostname}}, www.{{Hostname}}]
              backend:
                url: http://{{addresses.Origin}}
                probe: {path: /healthz}

            """);
        return yaml.ToString();
    }

    private static void AppendPlace(StringBuilder yaml, DevLocation location, DevAddresses addresses, string key) =>
            yaml.Append(CultureInfo.InvariantCulture, $$"""
            ---
            apiVersion: selvedge.dev/v1
            kind: Location
            metadata: {name: {{location.Name}}}
            spec:
              provider: loopback
              city: {{location.City}}
              country: {{location.Country}}
              coordinates: {latitude: {{location.Latitude}}, longitude: {{location.Longitude}}}
            ---
            apiVersion: selvedge.dev/v1
            kind: Node
            metadata: {name: {{location.Node}}}
            spec:
              location: {{location.Name}}
              addresses: [{{addresses.Location(location.Number)}}]
              httpPort: {{DevAddresses.HttpPort}}
              httpsPort: {{DevAddresses.HttpsPort}}
              publicKey: {{key}}

            """);

    /// <summary>The roots that observers trust: those of every Pebble this network has had, since each start of Pebble
    /// makes a new one and old certificates are still in use.</summary>
    public static string RenderRoots(IReadOnlyDictionary<string, string> roots)
    {
        var yaml = new StringBuilder();
        yaml.Append("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: observer-roots, namespace: selvedge-system}
            data:

            """);
        foreach (var (name, pem) in roots.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  {name}: |\n");
            foreach (var line in pem.Trim().Split('\n'))
            {
                yaml.Append(CultureInfo.InvariantCulture, $"    {line.TrimEnd()}\n");
            }
        }

        return yaml.ToString();
    }
}
