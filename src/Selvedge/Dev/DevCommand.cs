using System.Globalization;

namespace Selvedge.Dev;

/// <summary><c>selvedge dev</c> as a person sees it: progress, what to try next, and a clean end on Ctrl-C.</summary>
internal static class DevCommand
{
    /// <summary>Runs until cancelled.</summary>
    public static async Task<int> RunAsync(DevOptions options, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var terminal = !System.Console.IsOutputRedirected;
        var colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var printer = new DevPrinter(System.Console.Out, terminal, colour, time);
        printer.Block($"\n{printer.Paint("selvedge dev", "1")}  an edge network on this machine\n");
        var started = time.GetTimestamp();
        await using var network = new DevNetwork(options, printer, time);
        await network.StartAsync(cancellation);
        var took = time.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        printer.Block($"\n  Serving from {DevLocation.All.Length} locations after {took} s.\n");
        printer.Block(Hints(options, printer));

        var stopped = new TaskCompletionSource();
        await using var registration = cancellation.Register(stopped.SetResult);
        await stopped.Task;
        printer.Block("\n  Stopping ...");
        return 0;
    }

    private static string Hints(DevOptions options, DevPrinter printer)
    {
        var addresses = options.Addresses;
        var dns = addresses.Dns.Split(':');
        var fra = addresses.Location(1);
        var host = DevDocuments.Hostname;
        string[][] lines =
        [
            ["Console", $"http://{addresses.Console}"],
            ["Ask DNS", $"dig @{dns[0]} -p {dns[1]} {host} +subnet=198.51.100.0/24"],
            [
                "Fetch it",
                $"curl --cacert {Relative(options.State.Roots)} "
                    + $"--resolve {host}:{DevAddresses.HttpsPort}:{fra} https://{host}:{DevAddresses.HttpsPort}/",
            ],
            .. options.Bare ? Array.Empty<string[]>() : [["See the pods", "./selvedge get pods -n clock"]],
            ["See the sites", "./selvedge get sites -A"],
            ["Ask why", $"./selvedge why {host} --from 203.0.113.9"],
            ["Lose a place", "./selvedge drill kill fra"],
            ["kubectl", $"kubectl --kubeconfig {Relative(options.State.Kubeconfig)} get sites"],
            ["Logs", Relative(options.State.Logs)],
        ];
        var text = string.Join('\n', lines.Select(line => $"  {printer.Paint(line[0].PadRight(14), "36")} {line[1]}"));
        return $"{text}\n\n  Ctrl-C stops everything; the state stays in {Relative(options.State.Root)}.";
    }

    private static string Relative(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);
}
