using System.Globalization;
using System.Net;
using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Harness.Labs;

namespace Selvedge.Bench.Network;

/// <summary>What it costs to drop a packet: the generator and the receiving kernel share one processor, so the time of
/// a packet is what both need; taken in turns with a chain that does nothing but drop.</summary>
internal static class DropCost
{
    private const int Rounds = 7;
    private const double Seconds = 0.6;
    private const int Listed = 10_000;

    private static readonly DefenceSection Nothing = new()
    {
        Bogons = false,
        InvalidFlags = false,
        Fragments = false,
        Amplification = false,
        SynsPerSecond = 0,
        UdpPerSecond = 0,
        Detection = new DetectionThresholds { PacketsPerSecond = 1_000_000_000 },
    };

    private static readonly OrderedMitigation Fingerprint = new(
        new FlowFilter { Name = "fingerprint", Destination = "10.9.0.2/32", Protocol = "udp", SourcePorts = [1900] },
        DateTimeOffset.MaxValue, "Measured.");

    private static readonly (string Name, DefenceSection? Section, bool Sampled)[] Ways =
    [
        ("floor", null, false),
        ("fingerprint", Nothing with { Mitigations = [Fingerprint] }, false),
        ("fingerprint_after_all_rules", new DefenceSection
        {
            Allow = ["10.9.0.0/24"],
            Detection = Nothing.Detection,
            Mitigations = [Fingerprint],
        }, false),
        ("set_of_10000", Nothing with { Block = [.. Prefixes()] }, false),
        ("fingerprint_sampled", Nothing with { Mitigations = [Fingerprint] }, true),
    ];

    /// <summary>Measures.</summary>
    /// <returns>Nanoseconds a packet: of the floor itself, and over it of the others.</returns>
    public static async Task<IReadOnlyList<(string Name, double Nanoseconds)>> MeasureAsync()
    {
        await using var lab = new Lab();
        await lab.AddMachineAsync("gen");
        var macs = new List<string>();
        for (var i = 0; i < Ways.Length; i++)
        {
            macs.Add(await PrepareAsync(lab, i));
        }

        var times = Ways.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < Ways.Length; i++)
            {
                times[i].Add(await TimeAsync(lab, i, macs[i]));
            }
        }

        return
        [
            (Ways[0].Name, Middle(times[0])),
            .. Ways.Skip(1).Select((way, i) =>
                (way.Name, Middle([.. times[i + 1].Select((time, round) => time - times[0][round])]))),
        ];
    }

    private static async Task<string> PrepareAsync(Lab lab, int number)
    {
        var (_, section, sampled) = Ways[number];
        var machine = Machine(number);
        await lab.AddMachineAsync(machine);
        await lab.LinkAsync("gen", Link(number), machine, "wan");
        await lab.AddressAsync(machine, "wan", "10.9.0.2/24");
        if (section is null)
        {
            await lab.RunAsync(machine, "nft",
                "add table netdev floor; add chain netdev floor drops "
                + "{ type filter hook ingress device wan priority -500; policy drop; }");
        }
        else
        {
            var file = Path.Combine(lab.Folder, machine);
            await File.WriteAllBytesAsync(file, CoreJson.Write(section));
            var defender = new Defender(lab.Start(machine, DefenceLab.Program, "defend", file + "-state", file, "wan"));
            await defender.WaitAsync(report => report.Off.Length == 0, "it defends");
            if (!sampled)
            {
                // The rules stay when the process is gone.
                await defender.Process.SignalAsync("KILL");
            }
        }

        return (await lab.RunAsync(machine, "cat", "/sys/class/net/wan/address")).Trim();
    }

    private static async Task<double> TimeAsync(Lab lab, int number, string mac)
    {
        var flood = new PacketFlood
        {
            Link = Link(number),
            Mac = mac,
            To = IPAddress.Parse("10.9.0.2"),
            From = IPAddress.Parse("81.2.0.0"),
            Sources = 65_000,
            SourcePort = 1900,
            Port = 9,
            Seconds = Seconds,
            Cpu = 0,
        };
        var output = await lab.RunAsync("gen", [DefenceLab.Program, .. flood.Words()]);
        var sent = JsonDocument.Parse(output).RootElement;
        return sent.GetProperty("seconds").GetDouble() * 1e9 / sent.GetProperty("sent").GetDouble();
    }

    // The flood's own network among ten thousand others, of which none touches another.
    private static IEnumerable<string> Prefixes() => Enumerable.Range(0, Listed - 1)
        .Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{(i % 60) + 5}.{i / 60 / 100}.{i / 60 % 100 * 2}.0/24"))
        .Append("81.2.0.0/16");

    private static string Machine(int number) => string.Create(CultureInfo.InvariantCulture, $"own{number}");

    private static string Link(int number) => string.Create(CultureInfo.InvariantCulture, $"to{number}");

    private static double Middle(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
