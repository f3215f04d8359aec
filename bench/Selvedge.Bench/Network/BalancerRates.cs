using System.Globalization;
using System.Text.RegularExpressions;
using Selvedge.Bench.Figures;
using Selvedge.Harness;

namespace Selvedge.Bench.Network;

/// <summary>New connections a second by three ways to the same web servers, medians of interleaved rounds.</summary>
/// <param name="Ours">Through the kernel's table.</param>
/// <param name="Haproxy">Through haproxy on the same machine, with one thread.</param>
/// <param name="Direct">To a backend, through no balancer.</param>
internal sealed record BalancerRates(double Ours, double Haproxy, double Direct)
{
    private const string HaproxyAddress = "198.51.100.11";

    private static readonly string[] Needed = ["haproxy", "wrk"];

    /// <summary>Why it cannot be measured on this machine; null: it can.</summary>
    public static string? Obstacle => Needed.Where(program => Programs.Find(program) is null)
        .Select(program => $"Connections are compared by means of the program {program}.").FirstOrDefault();

    /// <summary>Measures.</summary>
    public static async Task<BalancerRates> MeasureAsync(BalancerLab lab, int rounds)
    {
        await ServeAsync(lab);
        var (ours, haproxy, direct) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            direct.Add(await RateAsync(lab, lab.Service.Backends[0].Address));
            ours.Add(await RateAsync(lab, BalancerLab.Address));
            haproxy.Add(await RateAsync(lab, HaproxyAddress));
        }

        return new BalancerRates(Percentile.Of(ours, 50), Percentile.Of(haproxy, 50), Percentile.Of(direct, 50));
    }

    private static async Task ServeAsync(BalancerLab lab)
    {
        var web = Path.Combine(lab.Lab.Folder, "web.cfg");
        await File.WriteAllTextAsync(web, Text("http", $"""
            frontend web
              bind :{BalancerLab.WebPort}
              http-request return status 200 content-type text/plain string ok
            """));
        foreach (var backend in lab.Backends)
        {
            lab.Lab.Start(backend.Name, "haproxy", "-db", "-f", web);
        }

        var proxy = Path.Combine(lab.Lab.Folder, "proxy.cfg");
        await File.WriteAllTextAsync(proxy, Text("tcp", $"""
            listen all
              bind {HaproxyAddress}:{BalancerLab.WebPort}
              balance leastconn
            {string.Join('\n', lab.Service.Backends.Select(backend =>
                $"  server {backend.Node} {backend.Address}:{BalancerLab.WebPort}"))}
            """));
        await lab.Lab.AddressAsync("lb1", "lo", HaproxyAddress + "/32");
        await lab.Lab.RouteAsync("rtr", HaproxyAddress + " via 10.2.1.2");
        lab.Lab.Start("lb1", "haproxy", "-db", "-f", proxy);
        foreach (var address in (string[])[BalancerLab.Address, HaproxyAddress])
        {
            await Waiting.UntilAsync(
                async () => (await lab.Lab.TryRunAsync(
                    "cli", "bash", "-c", $"exec 3<>/dev/tcp/{address}/{BalancerLab.WebPort}")).ExitCode == 0,
                TimeSpan.FromSeconds(10), $"{address} answers");
        }
    }

    private static string Text(string mode, string rest) => $"""
        global
          nbthread 1
          maxconn 8000
        defaults
          mode {mode}
          timeout connect 2s
          timeout client 10s
          timeout server 10s
        {rest}

        """;

    private static async Task<double> RateAsync(BalancerLab lab, string address)
    {
        var output = await lab.Lab.RunAsync(
            "cli", "wrk", "-t1", "-c64", "-d2s", "-H", "Connection: close",
            $"http://{address}:{BalancerLab.WebPort}/");
        var rate = Regex.Match(
            output, @"Requests/sec:\s+(?<rate>[0-9.]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return double.Parse(rate.Groups["rate"].Value, CultureInfo.InvariantCulture);
    }
}
