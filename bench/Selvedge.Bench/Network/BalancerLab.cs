using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Selvedge.Core.Network.Balancing;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Harness;
using Selvedge.Harness.Labs;
using Selvedge.Wire.Nft;

namespace Selvedge.Bench.Network;

/// <summary>A user, a router, two balancers behind it, and four backends on a segment with both.</summary>
internal sealed class BalancerLab : IAsyncDisposable
{
    /// <summary>Where all of it is.</summary>
    public const string Location = "rack";

    /// <summary>What is balanced.</summary>
    public const string Address = "198.51.100.10";

    /// <summary>The port that backends answer at.</summary>
    public const int Port = 80;

    /// <summary>The port that is measured at.</summary>
    public const int WebPort = 8080;

    private const string Router = "rtr";
    private const string Client = "cli";
    private const int Places = 4;

    private static readonly SiteId Site = new("default", "shop");

    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(20);

    private ImmutableArray<string> _named = [.. Enumerable.Range(1, Places).Select(number => $"b{number}")];
    private long _epoch;

    private BalancerLab(Lab lab)
    {
        Lab = lab;
        Balancers = [new BalancerNode(lab, "lb1"), new BalancerNode(lab, "lb2")];
        Backends = [.. Enumerable.Range(1, Places).Select(number => new BalancerNode(lab, $"b{number}"))];
    }

    /// <summary>Why it cannot be on this machine; null: it can.</summary>
    public static string? Obstacle => Lab.Obstacle
        ?? (Programs.Find("nft") is null ? "The lab of balancers needs the program nft." : null);

    /// <summary>Its machines.</summary>
    public Lab Lab { get; }

    /// <summary>Both.</summary>
    public ImmutableArray<BalancerNode> Balancers { get; }

    /// <summary>All four.</summary>
    public ImmutableArray<BalancerNode> Backends { get; }

    /// <summary>What is balanced, and how.</summary>
    public VirtualEntry Service { get; private set; } = Default;

    /// <summary>Four equal backends, direct return.</summary>
    public static VirtualEntry Default { get; } = new(
        "web",
        Address,
        [new VirtualPort("tcp", Port), new VirtualPort("tcp", WebPort), new VirtualPort("udp", Port)],
        [.. Enumerable.Range(1, Places).Select(number => new VirtualBackend($"b{number}", $"10.3.0.1{number}", 1))],
        ["lb1", "lb2"],
        Forwarding.Direct,
        [Site]);

    /// <summary>Starts it and waits until both balancers work.</summary>
    public static async Task<BalancerLab> StartAsync()
    {
        var network = new BalancerLab(new Lab());
        try
        {
            await network.BuildAsync();
            await network.SettledAsync();
            return network;
        }
        catch (TimeoutException late)
        {
            var logs = string.Join("\n---\n", network.Balancers.Concat(network.Backends).Select(node => node.Log));
            await network.DisposeAsync();
            throw new TimeoutException($"{late.Message}\n{logs}", late);
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until both balancers have in the kernel what is wanted, and backends serve.</summary>
    public Task SettledAsync() => Waiting.UntilAsync(IsSettledAsync, SettleLimit, "the balancers work");

    /// <summary>Names the nodes that serve, for all to know.</summary>
    public async Task NameAsync(params ImmutableArray<string> nodes)
    {
        _named = nodes;
        await TellAsync(new BalancerOrder(null, Verdicts()));
        await SettledAsync();
    }

    /// <summary>Changes what is balanced, for all to know.</summary>
    public async Task ChangeAsync(VirtualEntry service)
    {
        Service = service;
        await TellAsync(Order());
        await SettledAsync();
    }

    /// <summary>What a process that starts is told.</summary>
    public BalancerOrder Order() => new(new BalancerSection([Service]), Verdicts());

    /// <summary>Sends users through one of the balancers.</summary>
    public Task RouteAsync(BalancerNode balancer) => Lab.RunAsync(
        Router, "ip", "route", "replace", Address, "via", balancer.Name == "lb1" ? "10.2.1.2" : "10.2.2.2");

    /// <summary>Starts a user with flows that stay open.</summary>
    public FlowUser Use(string protocol, int flows, int user = 2) => new(Lab.Start(
        Client, BalancerNode.Program, FlowHost.Verb, protocol, $"10.1.0.{user}", $"{Address}:{Port}",
        FormattableString.Invariant($"{flows}")));

    /// <summary>The backend of each slot, as a balancer's kernel has it.</summary>
    public async Task<ImmutableSortedDictionary<uint, string>> SlotsAsync(
        BalancerNode balancer, string family = "netdev")
    {
        var names = (await ListAsync(balancer, family, "backends-web")).ToDictionary(
            element => element.Key.ToString(CultureInfo.InvariantCulture),
            element => element.Comment,
            StringComparer.Ordinal);
        return (await ListAsync(balancer, family, "slots-web"))
            .ToImmutableSortedDictionary(element => element.Key, element => names[element.Value]);
    }

    /// <summary>What an interface has sent or received.</summary>
    public async Task<long> PacketsAsync(string machine, string link, string direction) => long.Parse(
        await Lab.RunAsync(machine, "cat", $"/sys/class/net/{link}/statistics/{direction}_packets"),
        CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Lab.DisposeAsync();

    private async Task<IReadOnlyList<NftElement>> ListAsync(BalancerNode balancer, string family, string map)
    {
        var json = await Lab.RunAsync(
            balancer.Name, "nft", "-j", "list", "map", family, "selvedge-balancer", map);
        var problem = NftListing.ReadMap(Encoding.UTF8.GetBytes(json), out var elements);
        return problem == NftProblem.None ? elements : throw new InvalidOperationException($"{map}: {problem}");
    }

    private async Task<bool> IsSettledAsync()
    {
        var slots = SlotTable.Fill(Service.Backends.Select(backend => new BackendTerms(
            backend.Node, backend.Weight, _named.Contains(backend.Node, StringComparer.Ordinal)))).Counts();
        if (!Balancers.All(node => node.Report is { Off: "" } report && report.Backends
                .Where(backend => backend.Slots > 0)
                .ToImmutableSortedDictionary(backend => backend.Node, backend => backend.Slots, StringComparer.Ordinal)
                .SequenceEqual(slots))
            || !Backends.All(node => node.Report is { Off: "" }))
        {
            return false;
        }

        var (family, other, sent) = Service.Forwarding switch
        {
            Forwarding.Translate => ("ip", "netdev", "dnat"),
            Forwarding.Vxlan => ("netdev", "ip", "fwd to \"selvedge-vxlan\""),
            _ => ("netdev", "ip", "fwd to \"lan\""),
        };
        foreach (var balancer in Balancers)
        {
            var rules = await Lab.TryRunAsync(
                balancer.Name, "nft", "list", "chain", family, "selvedge-balancer", "to-web");
            var left = await Lab.TryRunAsync(
                balancer.Name, "nft", "list", "chain", other, "selvedge-balancer", "to-web");
            if (!rules.Output.Contains(sent, StringComparison.Ordinal) || left.ExitCode == 0)
            {
                return false;
            }
        }

        return Service.Forwarding != Forwarding.Vxlan
            || await AllAsync(Backends, "ip", "link", "show", "selvedge-vxlan");
    }

    private async Task<bool> AllAsync(IEnumerable<BalancerNode> nodes, params string[] command)
    {
        var results = await Task.WhenAll(nodes.Select(node => Lab.TryRunAsync(node.Name, command)));
        return results.All(result => result.ExitCode == 0);
    }

    private VerdictTable Verdicts() => new(
        ++_epoch,
        DateTimeOffset.UnixEpoch,
        [new Core.Serviceability.Verdict(Site, Location, _named.Length > 0, _named, [])]);

    private Task TellAsync(BalancerOrder order) =>
        Task.WhenAll(Balancers.Concat(Backends).Select(node => node.TellAsync(order)));

    private async Task BuildAsync()
    {
        foreach (var machine in new[] { Client, Router }.Concat(
            Balancers.Concat(Backends).Select(node => node.Name)))
        {
            await Lab.AddMachineAsync(machine);
            await Lab.RunAsync(
                machine, "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0",
                "net.ipv4.ip_local_port_range=1024 65000", "net.ipv4.tcp_tw_reuse=1");
        }

        await Lab.ForwardAsync(Router);
        await Lab.LinkAsync(Client, "eth0", Router, "c");
        await Lab.AddressAsync(Client, "eth0", ["10.1.0.2/24", "10.1.0.3/24", "10.1.0.4/24"]);
        await Lab.AddressAsync(Router, "c", "10.1.0.1/24");
        await Lab.RouteAsync(Client, "default via 10.1.0.1");
        await Lab.RunAsync(Router, "ip", "link", "add", "br0", "type", "bridge");
        await Lab.RunAsync(Router, "ip", "link", "set", "br0", "up");
        await Lab.AddressAsync(Router, "br0", "10.3.0.1/24");
        foreach (var (index, node) in Balancers.Index())
        {
            await Lab.ForwardAsync(node.Name);
            await Lab.LinkAsync(node.Name, "wan", Router, $"w{index + 1}");
            await Lab.AddressAsync(node.Name, "wan", $"10.2.{index + 1}.2/24");
            await Lab.AddressAsync(Router, $"w{index + 1}", $"10.2.{index + 1}.1/24");
            await Lab.RouteAsync(node.Name, $"default via 10.2.{index + 1}.1");
            await JoinAsync(node.Name, "lan", $"10.3.0.{index + 2}/24");
        }

        foreach (var (index, node) in Backends.Index())
        {
            await JoinAsync(node.Name, "eth0", $"10.3.0.1{index + 1}/24");
            await Lab.RouteAsync(node.Name, "default via 10.3.0.1");
        }

        await RouteAsync(Balancers[0]);
        await Task.WhenAll(Balancers.Concat(Backends).Select(node => node.StartAsync(Order())));
        await Waiting.UntilAsync(
            () => Task.FromResult(Backends.All(node => node.Report is { Off: "" })), SettleLimit, "backends serve");
        foreach (var node in Backends)
        {
            var own = Service.Backends.First(backend => backend.Node == node.Name).Address;
            Lab.Start(
                node.Name, BalancerNode.Program, EchoHost.Verb, node.Name, $"{Address}:{Port}", $"{own}:{Port}");
        }
    }

    private async Task JoinAsync(string machine, string link, string address)
    {
        var port = "p-" + machine;
        await Lab.LinkAsync(machine, link, Router, port);
        await Lab.RunAsync(Router, "ip", "link", "set", port, "master", "br0");
        await Lab.AddressAsync(machine, link, address);
    }
}
