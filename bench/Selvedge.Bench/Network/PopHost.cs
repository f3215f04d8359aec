using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Routing;

namespace Selvedge.Bench.Network;

/// <summary>The routing part of a node alone in a process, for a machine of a lab: told by lines on its standard input,
/// its reports are lines on its standard output.</summary>
internal static class PopHost
{
    /// <summary>What makes the bench program one.</summary>
    public const string Verb = "--pop";

    /// <summary>Runs until it is told to end.</summary>
    /// <param name="arguments">The <see cref="PopOptions"/> as JSON.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = JsonSerializer.Deserialize<PopOptions>(arguments[0])!;
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        using var loggers = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(LogLevel.Debug)
            .AddSimpleConsole(console => console.SingleLine = true)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        using var speaker = new BgpSpeaker(
            new RoutingOptions
            {
                Node = options.Location,
                Location = options.Location,
                StateDirectory = options.State,
                Bird = options.Bird,
                Check = options.Check.Length > 0 ? IPEndPoint.Parse(options.Check) : null,
                Policy = new AnnouncementPolicy
                {
                    DrainFor = options.DrainFor,
                    StopDrainFor = options.StopDrainFor,
                    ReturnAfter = options.ReturnAfter,
                },
            },
            TimeProvider.System,
            loggers.CreateLogger<BgpSpeaker>());
        speaker.Changed += () => System.Console.Out.WriteLine(JsonSerializer.Serialize(speaker.Report));
        _ = FollowAsync(speaker, options.Location);
        await speaker.RunAsync(stop.Token);
        return 0;
    }

    private static async Task FollowAsync(BgpSpeaker speaker, string location)
    {
        // The console's own reader blocks its caller.
        using var orders = new StreamReader(System.Console.OpenStandardInput());
        while (await orders.ReadLineAsync() is { } line)
        {
            var order = JsonSerializer.Deserialize<PopOrder>(line)!;
            if (order.Verdicts is { } verdicts)
            {
                speaker.Swap(verdicts);
            }

            if (order.Section is { } section)
            {
                speaker.Swap(Snapshot.Empty(location) with { Routing = section });
            }
        }
    }
}
