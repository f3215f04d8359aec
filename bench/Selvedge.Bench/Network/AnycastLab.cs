using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Harness;
using Selvedge.Harness.Labs;

namespace Selvedge.Bench.Network;

/// <summary>A provider's router, three places behind it that announce the same prefixes, and a user on its other side:
/// FRR as AS 64500, BIRD as AS 64512.</summary>
internal sealed class AnycastLab : IAsyncDisposable
{
    /// <summary>What all places announce.</summary>
    public const string Prefix4 = "192.0.2.0/24";

    /// <summary>The same of IPv6.</summary>
    public const string Prefix6 = "2001:db8:53::/48";

    /// <summary>Where all places answer.</summary>
    public const string Address4 = "192.0.2.1";

    /// <summary>The same of IPv6.</summary>
    public const string Address6 = "2001:db8:53::1";

    private const string Router = "inet";
    private const string Client = "client";
    private const int Places = 3;

    /// <summary>Enough for a session that is tried again after its longest wait, on a busy machine.</summary>
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(40);

    private static readonly ImmutableArray<string> Needed = ["bird", "haproxy", "nft", "perl"];

    private static readonly SiteId Site = new("default", "shop");

    private readonly HashSet<string> _drained = [];
    private long _epoch;

    private AnycastLab(Lab lab) => Lab = lab;

    /// <summary>Why it cannot be on this machine; null: it can.</summary>
    public static string? Obstacle => Lab.Obstacle ?? UpstreamRouter.Obstacle
        ?? Needed.Where(program => Programs.Find(program) is null)
            .Select(program => $"The lab of routers needs the program {program}.").FirstOrDefault();

    /// <summary>Its machines.</summary>
    public Lab Lab { get; }

    /// <summary>The provider's router.</summary>
    public UpstreamRouter Upstream { get; private set; } = null!;

    /// <summary>The places.</summary>
    public ImmutableArray<Pop> Pops { get; private set; } = [];

    /// <summary>The changes of the router's kernel route.</summary>
    public RouteWatch Routes { get; private set; } = null!;

    /// <summary>Starts it and waits until the router knows all places.</summary>
    public static async Task<AnycastLab> StartAsync()
    {
        var network = new AnycastLab(new Lab());
        try
        {
            await network.BuildAsync();
            await network.SettledAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The place that the router's kernel sends users to.</summary>
    public async Task<Pop> BestAsync(string address = Address4)
    {
        var route = await Lab.TryRunAsync(Router, "ip", "route", "get", address);
        var link = Regex.Match(
            route.Output, " dev p(?<pop>[0-9])", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return link.Success
            ? Pops[link.Groups["pop"].Value[0] - '1']
            : throw new InvalidOperationException($"The router has no route: {route.Output}{route.Error}");
    }

    /// <summary>Waits until the router has learned the prefixes from all places, and all say that they tell
    /// it.</summary>
    public async Task SettledAsync()
    {
        try
        {
            await Waiting.UntilAsync(
                async () => await PathsAsync(Prefix4) == Places && await PathsAsync(Prefix6) == Places
                    && await WatchedAsync() == 2 * Places,
                SettleLimit, "the router knows all places");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"{late.Message}\n{await Upstream.AskAsync("show bgp summary")}\n"
                    + string.Join("\n---\n", Pops.Select(pop => pop.Log)),
                late);
        }
    }

    /// <summary>How many ways the router knows to a prefix.</summary>
    public async Task<int> PathsAsync(string prefix)
    {
        var found = await Upstream.ReadAsync($"show bgp {Family(prefix)} unicast {prefix} json");
        return found.TryGetProperty("paths", out var paths) ? paths.GetArrayLength() : 0;
    }

    // Sessions exchange routes a moment before their paths are watched.
    private async Task<int> WatchedAsync() => (await Upstream.ReadAsync("show bfd peers json")).EnumerateArray()
        .Count(peer => peer.GetProperty("status").GetString() == "up");

    /// <summary>Drains a place, or ends that, for all places to know.</summary>
    public async Task DrainAsync(Pop pop, bool drained)
    {
        _ = drained ? _drained.Add(pop.Name) : _drained.Remove(pop.Name);
        var verdicts = Verdicts();
        foreach (var each in Pops)
        {
            await each.TellAsync(verdicts);
        }
    }

    /// <summary>Starts users.</summary>
    public LabProcess Ask(string address, int requests, int users) => Lab.Start(
        Client,
        Path.Combine(Programs.RepositoryRoot, "artifacts", "bin", "Selvedge.Bench", "release", "Selvedge.Bench"),
        AskHost.Verb, address, FormattableString.Invariant($"{requests}"), FormattableString.Invariant($"{users}"));

    /// <summary>Lets no packet of a place's wire pass, either way, while the link stays up.</summary>
    public async Task SilenceAsync(Pop pop, bool silent)
    {
        const string Rules = "add table netdev quiet; "
            + "add chain netdev quiet in { type filter hook ingress device wan priority -500; policy drop; }; "
            + "add chain netdev quiet out { type filter hook egress device wan priority -500; policy drop; }";
        await Lab.RunAsync(pop.Name, "nft", silent ? Rules : "delete table netdev quiet");
    }

    /// <summary>The table in force.</summary>
    public VerdictTable Verdicts() => new(
        ++_epoch,
        DateTimeOffset.UnixEpoch,
        [
            .. Pops.Select(pop => _drained.Contains(pop.Name)
                ? new Core.Serviceability.Verdict(
                    Site, pop.Name, false, [],
                    [new ShutGate(Gate.Admitted, "Drained", "maintenance", DateTimeOffset.UnixEpoch)])
                : new Core.Serviceability.Verdict(Site, pop.Name, true, [pop.Name], [])),
        ]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Upstream is not null)
        {
            await Upstream.DisposeAsync();
        }

        await Lab.DisposeAsync();
    }

    private static string Family(string prefix) => prefix.Contains(':', StringComparison.Ordinal) ? "ipv6" : "ipv4";

    private static RoutingSection Section(int number)
    {
        ImmutableArray<string> places = [.. Enumerable.Range(1, Places).Select(place => $"pop{place}")];
        var bfd = new BfdTimers(TimeSpan.FromMilliseconds(100), 3);
        return new RoutingSection(
            [
                new RoutedPrefix("any4", Prefix4, 64512, [Site], [Address4], 1, places),
                new RoutedPrefix("any6", Prefix6, 64512, [Site], [Address6], 1, places),
            ],
            [
                new RoutingPeer("transit4", "", $"10.0.{number}.1", 64500, 64512) { Bfd = bfd },
                new RoutingPeer("transit6", "", $"fd00:{number}::1", 64500, 64512) { Bfd = bfd },
            ]);
    }

    private async Task BuildAsync()
    {
        await Lab.AddMachineAsync(Router);
        await Lab.ForwardAsync(Router);
        await Lab.AddMachineAsync(Client);
        await Lab.LinkAsync(Router, "c", Client, "wan");
        await Lab.AddressAsync(Router, "c", "10.0.9.1/30", "fd00:9::1/64");
        await Lab.AddressAsync(Client, "wan", "10.0.9.2/30", "fd00:9::2/64");
        await Lab.RouteAsync(Client, "default via 10.0.9.1");
        await Lab.RouteAsync(Client, "default via fd00:9::1");
        Pops = [.. Enumerable.Range(1, Places).Select(number => new Pop(Lab, number, Section(number)))];
        foreach (var pop in Pops)
        {
            await Lab.AddMachineAsync(pop.Name);
            await Lab.LinkAsync(Router, pop.UpstreamLink, pop.Name, "wan");
            await WireAsync(pop);
        }

        // FRR takes no IPv6 route over a link whose own address it does not know yet, and does not look again.
        await Waiting.UntilAsync(
            async () => (await Lab.RunAsync(Router, "ip", "-6", "-o", "addr", "show", "scope", "link"))
                .Split('\n').Count(line => line.Contains("fe80:", StringComparison.Ordinal)) == Places + 1,
            SettleLimit, "every link of the router has its own address");
        Upstream = await UpstreamRouter.StartAsync(Lab, Router, UpstreamText.Write(Places));
        Routes = new RouteWatch(Lab, Router, Prefix4);
        var verdicts = Verdicts();
        await Task.WhenAll(Pops.Select(async pop =>
        {
            await pop.ServeAsync();
            await pop.StartAsync(verdicts);
        }));
    }

    /// <summary>Gives both ends of a place's wire their addresses.</summary>
    public async Task WireAsync(Pop pop)
    {
        await Lab.AddressAsync(Router, pop.UpstreamLink, $"10.0.{pop.Number}.1/30", $"fd00:{pop.Number}::1/64");
        await RewireAsync(pop);
    }

    /// <summary>The place's end again, whose IPv6 address and routes went with its link.</summary>
    public async Task RewireAsync(Pop pop)
    {
        await Lab.TryRunAsync(pop.Name, "ip", "addr", "add", $"10.0.{pop.Number}.2/30", "dev", "wan");
        await Lab.TryRunAsync(pop.Name, "ip", "addr", "add", $"fd00:{pop.Number}::2/64", "dev", "wan", "nodad");
        await Lab.TryRunAsync(pop.Name, "ip", "route", "add", "default", "via", $"10.0.{pop.Number}.1");
        await Lab.TryRunAsync(pop.Name, "ip", "-6", "route", "add", "default", "via", $"fd00:{pop.Number}::1");
    }
}
