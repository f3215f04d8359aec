using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Selvedge.Bench.Network;
using Selvedge.Configuration;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Identity;
using Selvedge.Harness;
using Selvedge.Harness.Labs;

namespace Selvedge.System.Tests.Network;

/// <summary>A whole network of real processes on machines of its own: control plane, bus and origin on <c>core</c>;
/// three places; an upstream router of another maker; and a client behind it who knows nothing of any of
/// them.</summary>
/// <remarks>Places reach the core over a network of their own (10.9.0.0/24), and users over their router
/// (10.0.N.0/30).</remarks>
internal sealed class EdgeLab : IAsyncDisposable
{
    /// <summary>The places, in the order of their numbers.</summary>
    public static readonly string[] Places = ["fra", "nyc", "syd"];

    /// <summary>The site's hostname.</summary>
    public const string Hostname = "shop.lab.test";

    /// <summary>The site's own address, the same at every place.</summary>
    public const string Anycast = "192.0.2.1";

    /// <summary>The router's AS number.</summary>
    public const int RouterAsn = 64500;

    /// <summary>The network's own.</summary>
    public const int OwnAsn = 64512;

    private const string Core = "core";
    private const string CoreAddress = "10.9.0.1";

    private readonly Dictionary<string, LabProcess> _nodes = new(StringComparer.Ordinal);
    private UpstreamRouter? _router;
    private string _lastFetch = "";

    /// <summary>The machines.</summary>
    public Lab Lab { get; } = new();

    /// <summary>For an administrator on <c>core</c>.</summary>
    public string Kubeconfig => InFolder("kubeconfig");

    /// <summary>What the site's certificate chains to.</summary>
    public string Roots { get; private set; } = "";

    /// <summary>A place's own address towards its router.</summary>
    public static string Towards(string place) =>
        string.Create(CultureInfo.InvariantCulture, $"10.0.{Number(place)}.2");

    /// <summary>The router's address towards a place.</summary>
    public static string RouterAt(string place) =>
        string.Create(CultureInfo.InvariantCulture, $"10.0.{Number(place)}.1");

    /// <summary>Makes the machines and the wires; nothing runs yet.</summary>
    public async Task WireAsync()
    {
        foreach (var machine in (string[])[Core, "inet", "client", .. Places])
        {
            await Lab.AddMachineAsync(machine);
        }

        await Lab.ForwardAsync("inet");
        await Lab.LinkAsync("client", "eth0", "inet", "client");
        await Lab.AddressAsync("client", "eth0", "10.8.0.2/24");
        await Lab.AddressAsync("inet", "client", "10.8.0.1/24");
        await Lab.RouteAsync("client", "default via 10.8.0.1");
        await Lab.RunAsync(Core, "ip", "link", "add", "br0", "type", "bridge");
        await Lab.AddressAsync(Core, "br0", $"{CoreAddress}/24");
        await Lab.RunAsync(Core, "ip", "link", "set", "br0", "up");
        foreach (var place in Places)
        {
            await Lab.LinkAsync(place, "core", Core, place);
            await Lab.RunAsync(Core, "ip", "link", "set", place, "master", "br0");
            await Lab.AddressAsync(place, "core", $"{CoreAddressOf(place)}/24");
            await Lab.LinkAsync(place, "wan", "inet", place);
            await Lab.AddressAsync(place, "wan", $"{Towards(place)}/30");
            await Lab.AddressAsync("inet", place, $"{RouterAt(place)}/30");
            await Lab.RouteAsync(place, $"default via {RouterAt(place)}");
        }
    }

    /// <summary>Starts the processes, and applies the documents of a network with one site.</summary>
    public async Task StartAsync()
    {
        using var authority = LocalAuthority.Open(
            InFolder("control/authority"), TimeProvider.System, RandomNumberGenerator.Fill);
        Roots = authority.CertificatePath;
        var bus = WriteBus(authority);
        WriteConfigurations(authority, bus);
        Directory.CreateDirectory(InFolder("site"));
        await File.WriteAllTextAsync(InFolder("site/index.html"), "<!doctype html><title>Shop</title><p>Open.");
        Lab.Start(Core, Programs.Find("nats-server")!, "-c", bus.ConfigurationFile);
        Lab.Start(Core, LiveNetwork.Binary, "origin", "--listen", $"{CoreAddress}:9000", "--root", InFolder("site"));
        Lab.Start(Core, LiveNetwork.Binary, "control", "--config", InFolder("control.json"));
        foreach (var place in Places)
        {
            StartNode(place);
        }

        await UntilAsync(
            async () => File.Exists(Kubeconfig) && (await SelvedgeAsync("get", "locations")).ExitCode == 0,
            "the API answers");
        await ApplyAsync(Documents(authority));
    }

    /// <summary>Starts a place's node.</summary>
    public void StartNode(string place) =>
        _nodes[place] = Lab.Start(place, LiveNetwork.Binary, "node", "--config", InFolder($"{place}.json"));

    /// <summary>Starts the router, and applies the documents of an anycast address that it hears of.</summary>
    public async Task AnnounceAsync()
    {
        _router = await UpstreamRouter.StartAsync(Lab, "inet", UpstreamText.Write(Places.Length));
        await ApplyAsync(string.Join("\n---\n", Places.Select(Peer).Prepend(Addresses)));
    }

    /// <summary>The router.</summary>
    public UpstreamRouter Router => _router!;

    /// <summary>A place's node.</summary>
    public LabProcess Node(string place) => _nodes[place];

    /// <summary>Applies documents as an administrator does.</summary>
    public async Task ApplyAsync(string documents)
    {
        var file = InFolder($"apply-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, documents);
        var result = await SelvedgeAsync("apply", "-f", file);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    /// <summary>Runs the command line on <c>core</c>.</summary>
    public Task<CommandResult> SelvedgeAsync(params IEnumerable<string> arguments) => Lab.TryRunAsync(
        Core, ["env", $"KUBECONFIG={Kubeconfig}", "NO_COLOR=1", LiveNetwork.Binary, .. arguments]);

    /// <summary>Fetches the site as the client does, by the anycast address and over TLS; once more where that
    /// fails, as browsers do.</summary>
    /// <returns>The place that the router sends the client to; empty: nobody answered.</returns>
    public async Task<string> FetchAsync()
    {
        string[] command =
        [
            "curl", "-sS", "-m", "1", "--cacert", Roots, "--resolve", $"{Hostname}:443:{Anycast}",
            "-o", "/dev/null", "-w", "%{http_code}", $"https://{Hostname}/",
        ];
        var result = await Lab.TryRunAsync("client", command);
        result = result.ExitCode == 0 ? result : await Lab.TryRunAsync("client", command);
        _lastFetch = result.Output + result.Error;
        var route = await Lab.TryRunAsync("inet", "ip", "route", "get", Anycast);
        return result.Output != "200" ? ""
            : Places.First(place => route.Output.Contains($" dev {place} ", StringComparison.Ordinal));
    }

    /// <summary>The first address that the first place's DNS names the site by.</summary>
    public async Task<string> NamedAsync()
    {
        var result = await Lab.TryRunAsync(Core, "dig", $"@{CoreAddressOf(Places[0])}", Hostname, "+short", "+tries=1");
        return result.Output.Split('\n')[0];
    }

    /// <summary>Waits until something holds, and tells how the network is where it never does.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds, string what, int seconds = 30)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(seconds))
            {
                var status = await SelvedgeAsync("status");
                var told = Places.SelectMany(place => Node(place).Lines.TakeLast(5));
                Assert.Fail(
                    $"never: {what}\n{_lastFetch}\n{status.Output}{status.Error}\n{string.Join('\n', told)}");
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_router is not null)
        {
            await _router.DisposeAsync();
        }

        await Lab.DisposeAsync();
    }

    private const string Addresses = """
        apiVersion: selvedge.dev/v1
        kind: Aggregate
        metadata: {name: ours}
        spec: {prefix: 192.0.2.0/24}
        ---
        apiVersion: selvedge.dev/v1
        kind: Roa
        metadata: {name: anycast}
        spec: {prefix: 192.0.2.0/24, origin: 64512}
        ---
        apiVersion: selvedge.dev/v1
        kind: Prefix
        metadata: {name: anycast}
        spec: {from: ours, length: 24, origin: 64512, sites: [shop]}
        ---
        apiVersion: selvedge.dev/v1
        kind: IpAddress
        metadata: {name: shop}
        spec: {from: anycast, site: shop}
        """;

    private static string Peer(string place) => $$"""
        apiVersion: selvedge.dev/v1
        kind: BgpPeer
        metadata: {name: {{place}}-upstream}
        spec:
          location: {{place}}
          address: {{RouterAt(place)}}
          peerAsn: {{RouterAsn}}
          localAsn: {{OwnAsn}}
          bfd: {interval: 100ms, multiplier: 3}
        """;

    private static int Number(string place) => Array.IndexOf(Places, place) + 1;

    private static string CoreAddressOf(string place) =>
        string.Create(CultureInfo.InvariantCulture, $"10.9.0.{10 + Number(place)}");

    private string InFolder(string name) => Path.Combine(Lab.Folder, name);

    private string Seed(string who) => InFolder($"keys/{who}.seed");

    private BusServerConfiguration WriteBus(LocalAuthority authority)
    {
        Directory.CreateDirectory(InFolder("keys"));
        var issued = authority.Issue("bus", [CoreAddress]);
        var bus = new BusServerConfiguration
        {
            ConfigurationFile = InFolder("nats.conf"),
            PidFile = InFolder("nats.pid"),
            Name = "lab",
            Listen = $"{CoreAddress}:4222",
            StoreDirectory = InFolder("bus"),
            CertificateFile = issued.CertificatePath,
            KeyFile = issued.KeyPath,
        };
        File.WriteAllText(bus.ConfigurationFile, BusConfiguration.Render(
            bus.With(authority.CertificatePath, BusIdentity.Open(Seed(Core)).PublicKey)));
        return bus;
    }

    private void WriteConfigurations(LocalAuthority authority, BusServerConfiguration server)
    {
        Save("control", new ControlConfiguration
        {
            StateDirectory = InFolder("control"),
            Kubeconfig = Kubeconfig,
            Bus = Bus(Core),
            BusServer = server,
            Api = $"{CoreAddress}:7443",
        });
        foreach (var place in Places)
        {
            BusIdentity.Open(Seed(place));
            Save(place, new NodeConfiguration
            {
                Node = $"{place}-1",
                Location = place,
                Bus = Bus(place),
                StateDirectory = InFolder($"{place}-1"),
                Dns = [$"{CoreAddressOf(place)}:53"],
                Http = ["0.0.0.0:80"],
                Https = ["0.0.0.0:443"],
                AccessLog = InFolder($"{place}.access.log"),
                Network = new NetworkConfiguration { Interfaces = ["wan"], Check = "127.0.0.1:80" },
            });
        }

        BusConfigurationFile Bus(string who) => new()
        {
            Url = $"nats://{CoreAddress}:4222",
            AuthorityFile = authority.CertificatePath,
            SeedFile = Seed(who),
        };

        void Save<T>(string name, T value) => File.WriteAllBytes(InFolder($"{name}.json"), CoreJson.Write(value));
    }

    private string Documents(LocalAuthority authority)
    {
        var issued = authority.Issue("shop", [Hostname]);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            apiVersion: selvedge.dev/v1
            kind: Provider
            metadata: {name: lab}
            spec: {bgp: {allowed: true, letters: [{prefix: 192.0.2.0/24}] } }
            ---
            apiVersion: selvedge.dev/v1
            kind: Zone
            metadata: {name: lab.test}
            spec: {nameServers: [ns1.example.net]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: observer-roots, namespace: selvedge-system}
            data: {lab: {{Quoted(File.ReadAllText(authority.CertificatePath))}} }
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: shop-tls}
            type: kubernetes.io/tls
            stringData:
              tls.crt: {{Quoted(File.ReadAllText(issued.CertificatePath))}}
              tls.key: {{Quoted(File.ReadAllText(issued.KeyPath))}}
            ---
            apiVersion: selvedge.dev/v1
            kind: Site
            metadata: {name: shop}
            spec: {hostnames: [{{Hostname}}], backend: {url: "http://{{CoreAddress}}:9000"} }

            """);
        foreach (var place in Places)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                ---
                apiVersion: selvedge.dev/v1
                kind: Location
                metadata: {name: {{place}}}
                spec: {provider: lab, country: DE, coordinates: {latitude: {{Number(place)}}, longitude: 8} }
                ---
                apiVersion: selvedge.dev/v1
                kind: Node
                metadata: {name: {{place}}-1}
                spec:
                  location: {{place}}
                  addresses: [{{CoreAddressOf(place)}}]
                  publicKey: {{BusIdentity.Open(Seed(place)).PublicKey}}

                """);
        }

        return text.ToString();
    }

    private static string Quoted(string text) => $"\"{text.Trim().Replace("\n", "\\n", StringComparison.Ordinal)}\\n\"";
}
