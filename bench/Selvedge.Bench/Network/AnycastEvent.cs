using System.Collections.Immutable;
using System.Diagnostics;
using Selvedge.Harness.Labs;

namespace Selvedge.Bench.Network;

/// <summary>Something that befalls the place that users are sent to.</summary>
/// <param name="Name">Words joined by underscores.</param>
/// <param name="HappenAsync">Lets it happen.</param>
/// <param name="MendAsync">Lets it be over, where that does not come by itself.</param>
internal sealed record AnycastEvent(
    string Name, Func<AnycastLab, Pop, Task> HappenAsync, Func<AnycastLab, Pop, Task> MendAsync)
{
    // Longer than the hold time: whoever takes that long has not noticed at all.
    private static readonly TimeSpan MoveLimit = TimeSpan.FromSeconds(15);

    /// <summary>All of them.</summary>
    public static ImmutableArray<AnycastEvent> All { get; } =
    [
        new("service_death", (_, pop) => pop.StopServingAsync().AsTask(), (_, pop) => pop.ServeAsync()),
        new("bird_killed", async (_, pop) => await LabProcess.SignalAsync(await pop.BirdAsync(), "KILL"), Nothing),
        new("bird_stopped", async (_, pop) => await LabProcess.SignalAsync(await pop.BirdAsync(), "STOP"), Nothing),
        new(
            "link_down",
            (lab, pop) => lab.Lab.RunAsync(pop.Name, "ip", "link", "set", "wan", "down"),
            async (lab, pop) =>
            {
                await lab.Lab.RunAsync(pop.Name, "ip", "link", "set", "wan", "up");
                await lab.RewireAsync(pop);
            }),
        new("silent_death", (lab, pop) => lab.SilenceAsync(pop, true), (lab, pop) => lab.SilenceAsync(pop, false)),
        new(
            "node_killed",
            (_, pop) => pop.Host.SignalAsync("KILL"),
            (lab, pop) => pop.StartAsync(lab.Verdicts())),
        new("node_stopped", (_, pop) => pop.Host.SignalAsync("STOP"), (_, pop) => pop.Host.SignalAsync("CONT")),
    ];

    /// <summary>Lets it happen at the place that the router prefers, and mends it.</summary>
    /// <returns>The time until the router's kernel sent users elsewhere.</returns>
    public async Task<TimeSpan> MeasureAsync(AnycastLab lab)
    {
        await lab.SettledAsync();
        var pop = await lab.BestAsync();
        var moved = lab.Routes.Leaves(pop.UpstreamLink);
        var began = Stopwatch.GetTimestamp();
        await HappenAsync(lab, pop);
        try
        {
            return Stopwatch.GetElapsedTime(began, await moved.WaitAsync(MoveLimit));
        }
        finally
        {
            await MendAsync(lab, pop);
        }
    }

    private static Task Nothing(AnycastLab lab, Pop pop) => Task.CompletedTask;
}
