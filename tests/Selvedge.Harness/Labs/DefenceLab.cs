using System.Globalization;
using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Harness.Labs;

/// <summary>A user, an attacker and a defended machine: the user and the attacker share a router, since a network's
/// edge cannot tell them by where they come in.</summary>
public sealed class DefenceLab : IAsyncDisposable
{
    /// <summary>The defended address.</summary>
    public const string Victim = "10.8.2.2";

    /// <summary>The same in IPv6.</summary>
    public const string Victim6 = "fd00:8:2::2";

    /// <summary>The user's address.</summary>
    public const string User = "10.8.1.2";

    private readonly Lab _lab = new();
    private string _mac = "";

    private DefenceLab()
    {
    }

    /// <summary>Why there can be no such lab here; null: there can.</summary>
    public static string? Obstacle =>
        Lab.Obstacle ?? (Programs.Find("nft") is null ? "The defence needs the program nft (nftables)." : null);

    /// <summary>The lab's own program.</summary>
    public static string Program => Path.Combine(
        AppContext.BaseDirectory, "../../Selvedge.Lab",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Selvedge.Lab");

    /// <summary>Where the defence is told what to do.</summary>
    public string SectionFile => Path.Combine(_lab.Folder, "section.json");

    /// <summary>Makes it.</summary>
    public static async Task<DefenceLab> BeginAsync()
    {
        var lab = new DefenceLab();
        foreach (var machine in new[] { "user", "mid", "own" })
        {
            await lab._lab.AddMachineAsync(machine);
        }

        await lab._lab.LinkAsync("user", "wan", "mid", "users");
        await lab._lab.LinkAsync("mid", "own", "own", "wan");
        await lab._lab.AddressAsync("user", "wan", User + "/24", "fd00:8:1::2/64");
        await lab._lab.AddressAsync("mid", "users", "10.8.1.1/24", "fd00:8:1::1/64");
        await lab._lab.AddressAsync("mid", "own", "10.8.2.1/24", "fd00:8:2::1/64");
        await lab._lab.AddressAsync("own", "wan", Victim + "/24", Victim6 + "/64");
        await lab._lab.ForwardAsync("mid");
        foreach (var route in new[] { "default via 10.8.1.1", "default via fd00:8:1::1" })
        {
            await lab._lab.RouteAsync("user", route);
        }

        foreach (var route in new[] { "default via 10.8.2.1", "default via fd00:8:2::1" })
        {
            await lab._lab.RouteAsync("own", route);
        }

        // Answers to forged sources end at the router, as on the Internet.
        await lab._lab.RunAsync("mid", "ip", "route", "add", "blackhole", "default");
        lab._mac = (await lab._lab.RunAsync("own", "cat", "/sys/class/net/wan/address")).Trim();
        return lab;
    }

    /// <summary>Begins to defend.</summary>
    public async Task<Defender> DefendAsync(DefenceSection section)
    {
        await File.WriteAllBytesAsync(SectionFile, CoreJson.Write(section));
        var defender = new Defender(
            _lab.Start("own", Program, "defend", Path.Combine(_lab.Folder, "state"), SectionFile, "wan"));
        await defender.WaitAsync(report => report.Off.Length == 0, "it defends");
        return defender;
    }

    /// <summary>Serves HTTP at the defended address.</summary>
    public async Task ServeAsync()
    {
        foreach (var address in new[] { $"{Victim}:80", $"[{Victim6}]:80" })
        {
            var server = _lab.Start("own", Program, "serve", address);
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            server.Printed += line => begun.TrySetResult();
            if (server.Lines.Count == 0)
            {
                await begun.Task.WaitAsync(TimeSpan.FromSeconds(10));
            }
        }
    }

    /// <summary>Asks as a user, one request after the other.</summary>
    public async Task<Asked> AskAsync(double seconds, string address = Victim + ":80")
    {
        var output = await _lab.RunAsync(
            "user", Program, "ask", address, seconds.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<Asked>(output, JsonSerializerOptions.Web)!;
    }

    /// <summary>Sends packets from beside the defended machine.</summary>
    /// <returns>How many.</returns>
    public async Task<long> FloodAsync(PacketFlood flood)
    {
        var output = await _lab.RunAsync("mid", [Program, .. Shaped(flood).Words()]);
        return JsonDocument.Parse(output).RootElement.GetProperty("sent").GetInt64();
    }

    /// <summary>Begins to send packets, and comes back at once.</summary>
    public LabProcess BeginFlood(PacketFlood flood) => _lab.Start("mid", [Program, .. Shaped(flood).Words()]);

    /// <summary>Runs nft on the defended machine.</summary>
    public Task<string> NftAsync(params string[] arguments) => _lab.RunAsync("own", ["nft", .. arguments]);

    /// <summary>Runs it, and is content when it fails.</summary>
    public async Task<string> TryNftAsync(params string[] arguments) =>
        (await _lab.TryRunAsync("own", ["nft", .. arguments])).Output;

    /// <summary>UDP packets that reached the defended machine's sockets, or would have if one had listened.</summary>
    public Task<long> ReceivedAsync() => CountedAsync("Udp", "NoPorts");

    /// <summary>A counter of the defended machine's kernel.</summary>
    public async Task<long> CountedAsync(string group, string name)
    {
        var lines = (await _lab.RunAsync("own", "cat", "/proc/net/snmp", "/proc/net/netstat")).Split('\n')
            .Where(line => line.StartsWith(group + ":", StringComparison.Ordinal))
            .Select(line => line.Split(' ')).ToList();
        return long.Parse(lines[1][Array.IndexOf(lines[0], name)], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    private PacketFlood Shaped(PacketFlood flood) => flood with
    {
        Link = "own",
        Mac = _mac,
        To = flood.To.Equals(System.Net.IPAddress.Loopback)
            ? System.Net.IPAddress.Parse(Victim) : flood.To,
    };
}
