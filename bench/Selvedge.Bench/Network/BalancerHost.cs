using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Balancing;

namespace Selvedge.Bench.Network;

/// <summary>The balancing part of a node alone in a process, for a machine of a lab: told by lines on its standard
/// input, its reports are lines on its standard output.</summary>
internal static class BalancerHost
{
    /// <summary>What makes the bench program one.</summary>
    public const string Verb = "--balancer";

    /// <summary>Runs until it is told to end.</summary>
    /// <param name="arguments">The <see cref="BalancerOptions"/> as JSON.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = JsonSerializer.Deserialize<BalancerOptions>(arguments[0])!;
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
        using var balancer = new FlowBalancer(
            options, TimeProvider.System, loggers.CreateLogger<FlowBalancer>());
        balancer.Changed += () => System.Console.Out.WriteLine(JsonSerializer.Serialize(balancer.Report));
        using var orders = new StreamReader(System.Console.OpenStandardInput());
        await TakeAsync(balancer, options.Location, orders);
        _ = FollowAsync(balancer, options.Location, orders);
        await balancer.RunAsync(stop.Token);
        return 0;
    }

    private static async Task FollowAsync(FlowBalancer balancer, string location, StreamReader orders)
    {
        while (await TakeAsync(balancer, location, orders))
        {
        }
    }

    private static async Task<bool> TakeAsync(FlowBalancer balancer, string location, StreamReader orders)
    {
        if (await orders.ReadLineAsync() is not { } line)
        {
            return false;
        }

        var order = JsonSerializer.Deserialize<BalancerOrder>(line)!;
        if (order.Verdicts is { } verdicts)
        {
            balancer.Swap(verdicts);
        }

        if (order.Section is { } section)
        {
            balancer.Swap(Snapshot.Empty(location) with { Balancer = section });
        }

        return true;
    }
}
