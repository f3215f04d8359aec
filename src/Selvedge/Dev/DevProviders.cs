using System.Diagnostics;
using System.Globalization;
using Selvedge.Configuration;

namespace Selvedge.Dev;

/// <summary>The provider of the development network: it starts further nodes on this machine.</summary>
internal static class DevProviders
{
    private const string Name = "local";

    /// <summary>How long a bought node may take to end by itself after SIGTERM.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How nodes are bought here: who tries something out does not want to wait, and nothing costs
    /// money.</summary>
    public static NodeScalingConfiguration Scaling(DevState state) => new()
    {
        Providers = state.Providers,
        Interval = TimeSpan.FromSeconds(2),
        BudgetPerHour = 1,
        UnneededFor = TimeSpan.FromSeconds(15),
        DisruptionWindow = TimeSpan.FromSeconds(15),
        BreakFor = TimeSpan.FromMinutes(1),
        TimeLimit = TimeSpan.FromSeconds(30),
        JoinWithin = TimeSpan.FromMinutes(1),
    };

    /// <summary>Writes its command, and where it is.</summary>
    public static void Write(DevState state, DevAddresses addresses)
    {
        var file = Path.Combine(state.Providers, Name);
        using var script = typeof(DevProviders).Assembly.GetManifestResourceStream($"providers/{Name}")!;
        using (var written = File.Create(file))
        {
            script.CopyTo(written);
        }

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var runtime = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root
            ? $"DOTNET_ROOT={Quoted(root)}\n"
            : "";
        File.WriteAllText(
            $"{file}.conf", $"prefix={Quoted(addresses.Prefix)}\nimages={Quoted(state.Images)}\n{runtime}");
    }

    /// <summary>Ends the nodes that were bought: they are nobody's child. Their group finds them lost once the network
    /// runs again, and forgets them.</summary>
    public static async Task EndNodesAsync(DevState state, TimeProvider time)
    {
        var groups = Path.Combine(state.Control, "node-groups");
        var running = (Directory.Exists(groups) ? Directory.GetFiles(groups, "pid", SearchOption.AllDirectories) : [])
            .Select(RecordedProcess.Read).OfType<RecordedProcess>().Where(process => process.IsRunning).ToList();
        foreach (var process in running)
        {
            using var kill = Process.Start(
                "/bin/kill", ["-s", "TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        var started = time.GetTimestamp();
        while (running.Exists(process => process.IsRunning) && time.GetElapsedTime(started) < StopPatience)
        {
            await Task.Delay(PollInterval, time);
        }

        running.ForEach(process => process.End(StopPatience));
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
