using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Selvedge.Harness.Labs;

/// <summary>Machines of a small network that exist for one test: network namespaces, the wires between them, and the
/// programs inside. All of it is gone after <see cref="DisposeAsync"/>.</summary>
/// <remarks>Names begin with a random word, so that two labs may run at once.</remarks>
public sealed class Lab : IAsyncDisposable
{
    private readonly List<string> _machines = [];
    private readonly ConcurrentQueue<LabProcess> _processes = new();

    /// <summary>Makes an empty network.</summary>
    public Lab()
    {
        Prefix = "sv" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 5);
        Folder = Directory.CreateTempSubdirectory("selvedge-lab-" + Prefix + "-").FullName;
    }

    /// <summary>Why there can be no lab on this machine; null: there can.</summary>
    public static string? Obstacle => Programs.Find("ip") is null
        ? "A lab needs the program ip (iproute2)."
        : !Environment.IsPrivilegedProcess ? "A lab needs root, for network namespaces." : null;

    /// <summary>What the names of this lab's namespaces begin with.</summary>
    public string Prefix { get; }

    /// <summary>Where its programs keep files; removed in the end.</summary>
    public string Folder { get; }

    /// <summary>Adds a machine with a loopback interface that is up.</summary>
    /// <returns>The namespace's name on this host, for <c>ip netns exec</c>.</returns>
    public async Task<string> AddMachineAsync(string machine)
    {
        _machines.Add(machine);
        await IpAsync("netns", "add", Namespace(machine));
        await IpAsync("-n", Namespace(machine), "link", "set", "lo", "up");
        // Nobody else is on the wires: an address is there at once, and not after a second of asking around (RFC 4862).
        await RunAsync(
            machine, "sysctl", "-qw", "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0");
        return Namespace(machine);
    }

    /// <summary>The namespace of a machine.</summary>
    public string Namespace(string machine) => $"{Prefix}-{machine}";

    /// <summary>A wire between two machines, up at both ends.</summary>
    public async Task LinkAsync(string one, string itsEnd, string other, string othersEnd)
    {
        await IpAsync(
            "link", "add", itsEnd, "netns", Namespace(one), "type", "veth",
            "peer", "name", othersEnd, "netns", Namespace(other));
        await IpAsync("-n", Namespace(one), "link", "set", itsEnd, "up");
        await IpAsync("-n", Namespace(other), "link", "set", othersEnd, "up");
    }

    /// <summary>Gives an interface addresses, as <c>10.0.1.1/30</c>.</summary>
    public async Task AddressAsync(string machine, string link, params IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            // Without nodad, an IPv6 address is tentative for a second.
            IEnumerable<string> untried = address.Contains(':', StringComparison.Ordinal) ? ["nodad"] : [];
            await IpAsync(["-n", Namespace(machine), "addr", "add", address, "dev", link, .. untried]);
        }
    }

    /// <summary>Adds a route, as <c>default via 10.0.1.1</c>.</summary>
    public Task RouteAsync(string machine, string route) =>
        IpAsync([
            .. route.Contains(':', StringComparison.Ordinal) ? ["-6"] : Array.Empty<string>(),
            "-n", Namespace(machine), "route", "add", .. route.Split(' ')]);

    /// <summary>Lets a machine forward packets.</summary>
    public Task ForwardAsync(string machine) => RunAsync(
        machine, "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");

    /// <summary>The command that runs a program inside a machine; the arguments follow.</summary>
    public IReadOnlyList<string> Inside(string machine) => ["ip", "netns", "exec", Namespace(machine)];

    /// <summary>Runs a program inside a machine to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> RunAsync(string machine, params IEnumerable<string> command)
    {
        var result = await TryRunAsync(machine, command);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException(
                $"{string.Join(' ', command)} in {machine} ended with {result.ExitCode}: "
                    + $"{result.Output}{result.Error}");
    }

    /// <summary>The same, without a word on failure.</summary>
    public Task<CommandResult> TryRunAsync(string machine, params IEnumerable<string> command) =>
        Programs.RunAsync("ip", [.. Inside(machine).Skip(1), .. command]);

    /// <summary>Starts a program inside a machine; it is killed with the lab, if not before.</summary>
    public LabProcess Start(string machine, params IEnumerable<string> command)
    {
        var process = new LabProcess([.. Inside(machine), .. command]);
        _processes.Enqueue(process);
        return process;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        foreach (var machine in _machines)
        {
            // What was started by others and is still there would keep the namespace alive unseen.
            var inside = await Programs.RunAsync("ip", ["netns", "pids", Namespace(machine)]);
            foreach (var id in inside.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                await Programs.RunAsync("kill", ["-9", id]);
            }

            await Programs.RunAsync("ip", ["netns", "delete", Namespace(machine)]);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static async Task IpAsync(params IEnumerable<string> arguments)
    {
        var result = await Programs.RunAsync("ip", arguments);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {result.Error}");
        }
    }
}
