using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Selvedge.Commands;
using Selvedge.Configuration;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Identity;
using Selvedge.Origin;

namespace Selvedge.Dev;

/// <summary>An edge network on this machine: one control process, a node process for each of three locations,
/// nats-server, Pebble and an origin, each an operating-system process of its own.</summary>
internal sealed class DevNetwork(DevOptions options, DevPrinter printer, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a part may take to answer before the start is given up: generous, since the first start of a
    /// slow machine compiles everything just in time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long the start waits for every place once some serve: what is shut then is somebody's change of an
    /// earlier run, who needs a running network to mend it.</summary>
    private static readonly TimeSpan RestPatience = TimeSpan.FromSeconds(20);

    private const string Control = "control";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Who tries something out does not want to wait for the next decision.</summary>
    private static readonly TimeSpan ScalingInterval = TimeSpan.FromSeconds(2);

    /// <summary>Of the example site: the application has a wait of its own.</summary>
    private const string SiteNamespace = "default";

    private readonly List<ChildProcess> _children = [];

    /// <summary>Brings the network up.</summary>
    /// <exception cref="UsageException">Something has to be changed first.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var (state, addresses) = (options.State, options.Addresses);
        var natsServer = DevPrograms.Find("nats-server", "nats-server");
        var pebble = DevPrograms.Find("pebble", "pebble");
        foreach (var left in Directory.GetFiles(state.Run, "*.pid"))
        {
            ChildProcess.EndLeftOver(left);
        }

        await DevProviders.EndNodesAsync(state, time);
        if (options.Reset)
        {
            state.Clear();
        }

        RefuseTakenAddresses();
        using var authority =
            LocalAuthority.Open(Path.Combine(state.Control, "authority"), time, RandomNumberGenerator.Fill);
        var keys = DevBus.Keys(state);
        var bus = DevBus.Server(state, addresses, authority);
        DevBus.WriteFirst(bus, state, authority);
        var acmeFile = DevAcme.Write(state, addresses, authority);
        WriteConfigurations(authority, bus);

        await printer.StepAsync("site", "example site", () =>
        {
            ExampleSite.Write(state.Site);
            return Task.FromResult($"{Directory.GetFiles(state.Site, "*", SearchOption.AllDirectories).Length} files");
        });
        Start("bus", [natsServer, "-c", bus.ConfigurationFile]);
        Start("acme", [pebble, "-config", acmeFile, "-strict", "-dnsserver", addresses.Dns], DevAcme.Environment);
        Start("origin", [.. Self(), "origin", "--listen", addresses.Origin, "--root", state.Site]);
        Start(Control, [.. Self(), "control", "--config", Path.Combine(state.Configuration, "control.json")]);
        foreach (var location in DevLocation.All)
        {
            Start(location.Node,
                [.. Self(), "node", "--config", Path.Combine(state.Configuration, $"{location.Node}.json")]);
        }

        await ReadyAsync("bus", "nats-server", addresses.Bus, cancellation);
        await ReadyAsync("acme", "Pebble", addresses.Acme, cancellation);
        await ReadyAsync("origin", "origin", addresses.Origin, cancellation);
        await ReadyAsync("control", "API", addresses.Api, cancellation);
        using var http = Trusting(authority);
        var roots = await DevAcme.CollectRootsAsync(state, addresses, http, cancellation);
        await ApplyAsync(DevDocuments.Render(addresses, keys), DevDocuments.RenderRoots(roots), cancellation);
        await printer.StepAsync("sites", "sites serviceable", () => ServiceableAsync(cancellation));
        if (!options.Bare)
        {
            await printer.StepAsync(
                "application", $"application {DevApplication.Namespace}", () => RunApplicationAsync(cancellation));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Nodes first, the bus they speak over last; bought ones are nobody's child.
        foreach (var child in Enumerable.Reverse(_children))
        {
            await child.DisposeAsync();
            if (child.Name == Control)
            {
                await DevProviders.EndNodesAsync(options.State, time);
            }
        }
    }

    private static string[] Self()
    {
        var host = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? [host, typeof(DevNetwork).Assembly.Location]
            : [host];
    }

    private void Start(string name, string[] command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var child =
            new ChildProcess(name, command, options.State, options.RestartAfter, printer.Note, time, environment);
        child.Start();
        _children.Add(child);
    }

    private void WriteConfigurations(LocalAuthority authority, BusServerConfiguration bus)
    {
        var (state, addresses) = (options.State, options.Addresses);
        Save("control.json", new ControlConfiguration
        {
            StateDirectory = state.Control,
            Kubeconfig = state.Kubeconfig,
            Bus = Bus(DevBus.ControlSeed(state)),
            BusServer = bus,
            Api = addresses.Api,
            Console = addresses.Console,
            Issuers =
            [
                new IssuerConfiguration
                {
                    Name = "default",
                    DirectoryUrl = $"https://{addresses.Acme}/dir",
                    Email = "operator@selvedge.test",
                    TrustedRootsFile = authority.CertificatePath,
                },
            ],
            Scaling = new ScalingConfiguration { Interval = ScalingInterval, Nodes = DevProviders.Scaling(state) },
        });
        DevImages.Write(state.Images);
        DevProviders.Write(state, addresses);
        foreach (var location in DevLocation.All)
        {
            var address = addresses.Location(location.Number);
            Save($"{location.Node}.json", new NodeConfiguration
            {
                Node = location.Node,
                Location = location.Name,
                Bus = Bus(DevBus.NodeSeed(state, location.Node)),
                StateDirectory = state.Node(location.Node),
                Dns = [addresses.Dns, $"{address}:5300"],
                Http = [$"{address}:{DevAddresses.HttpPort}"],
                Https = [$"{address}:{DevAddresses.HttpsPort}"],
                Metrics = $"{address}:9100",
                AccessLog = Path.Combine(state.Logs, $"{location.Node}.access.log"),
                Runtime = new RuntimeConfiguration
                {
                    Kind = "process",
                    Images = [state.Images],
                    Addresses = addresses.Pods(location.Number),
                    StopWithNode = true,
                },
            });
        }

        BusConfigurationFile Bus(string seed) => new()
        {
            Url = $"nats://{addresses.Bus}",
            AuthorityFile = authority.CertificatePath,
            SeedFile = seed,
        };

        void Save<T>(string name, T value) =>
            File.WriteAllBytes(Path.Combine(state.Configuration, name), CoreJson.Write(value));
    }

    private void RefuseTakenAddresses()
    {
        var addresses = options.Addresses;
        string[] all = [addresses.Api, addresses.Console, addresses.Bus, addresses.Origin, addresses.Acme];
        foreach (var text in all)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                probe.Bind(IPEndPoint.Parse(text));
            }
            catch (SocketException)
            {
                throw new UsageException(
                    $"{text} is in use: another network runs here. Stop it, or start this one beside it with "
                        + "--network 127.1");
            }
        }
    }

    private Task ReadyAsync(string child, string what, string address, CancellationToken cancellation) =>
        printer.StepAsync(child, what, async () =>
        {
            await ListensAsync(what, address, cancellation);
            return address;
        });

    private Task ListensAsync(string what, string address, CancellationToken cancellation) => UntilAsync(
        async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPEndPoint.Parse(address), cancellation);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        },
        () => $"{what} does not listen on {address}.",
        cancellation);

    private async Task ApplyAsync(string documents, string roots, CancellationToken cancellation)
    {
        var file = Path.Combine(options.State.Configuration, "network.yaml");
        await File.WriteAllTextAsync(file, documents, cancellation);
        using var client = await ConnectAsync(cancellation);
        await client.CreateMissingAsync(documents, cancellation);
        await client.ApplyAsync(roots, "selvedge-dev", cancellation);
    }

    private async Task<string> RunApplicationAsync(CancellationToken cancellation)
    {
        using (var client = await ConnectAsync(cancellation))
        {
            await client.CreateMissingAsync(DevApplication.Documents(), cancellation);
        }

        var roots = await File.ReadAllTextAsync(options.State.Roots, cancellation);
        var (answering, started) = (0, time.GetTimestamp());
        await UntilAsync(
            async () =>
            {
                var answers = await Task.WhenAll(DevLocation.All.Select(location => DevApplication.AnswersAsync(
                    options.Addresses.Location(location.Number), roots, cancellation)));
                answering = answers.Count(answered => answered);
                return answering == answers.Length
                    || (answering > 0 && time.GetElapsedTime(started) > RestPatience);
            },
            () => $"The application answers nowhere. See: selvedge get pods -n {DevApplication.Namespace}, or start "
                + "with --bare.",
            cancellation);
        return string.Create(
            CultureInfo.InvariantCulture, $"answers at {answering} of {DevLocation.All.Length} places");
    }

    private async Task<string> ServiceableAsync(CancellationToken cancellation)
    {
        // Documents remember places as serviceable from the run before this one: only the nodes know better.
        foreach (var location in DevLocation.All)
        {
            var address = $"{options.Addresses.Location(location.Number)}:{DevAddresses.HttpsPort}";
            await ListensAsync(location.Node, address, cancellation);
        }

        using var client = await ConnectAsync(cancellation);
        IReadOnlyList<string> waiting = [];
        var started = time.GetTimestamp();
        await UntilAsync(
            async () =>
            {
                (waiting, var serving) = await client.WaitingPlacesAsync(SiteNamespace, cancellation);
                return waiting.Count == 0 || (serving && time.GetElapsedTime(started) > RestPatience);
            },
            () => $"No site is serviceable: {string.Join("; ", waiting)}. See: selvedge describe site atlas",
            cancellation);
        foreach (var place in waiting)
        {
            printer.Note($"not serviceable yet: {place}");
        }

        return waiting.Count switch
        {
            0 => "wherever wanted",
            1 => "but for one place",
            var count => string.Create(CultureInfo.InvariantCulture, $"but for {count} places"),
        };
    }

    private async Task<ApiClient> ConnectAsync(CancellationToken cancellation)
    {
        await UntilAsync(
            () => Task.FromResult(File.Exists(options.State.Kubeconfig)),
            () => "The control process has written no kubeconfig.",
            cancellation);
        return ApiClient.Open(options.State.Kubeconfig);
    }

    private async Task UntilAsync(Func<Task<bool>> ready, Func<string> complaint, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (!await ready())
        {
            if (time.GetElapsedTime(started) > Patience)
            {
                throw new UsageException($"{complaint()} Logs: {options.State.Logs}");
            }

            await Task.Delay(PollInterval, time, cancellation);
        }
    }

    private static HttpClient Trusting(LocalAuthority authority) =>
        new(ApiClient.Trusting(authority.CertificatePem), disposeHandler: true);
}
