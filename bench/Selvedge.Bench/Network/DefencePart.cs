using Selvedge.Bench.Figures;
using Selvedge.Bench.Placement;
using Selvedge.Bench.Scale;
using Selvedge.Core.Snapshots;
using Selvedge.Harness.Labs;

namespace Selvedge.Bench.Network;

/// <summary>Users during a flood, the time until a rule is in force, what a dropped packet costs, and users that were
/// taken for attackers.</summary>
internal static class DefencePart
{
    private const double FingerprintNanoseconds = 50;
    private const double SetNanoseconds = 250;
    private const double MedianRatio = 3;
    private const double InForceSeconds = 3;
    private const int Seed = 1;

    private static readonly DefenceSection Section = new()
    {
        Bogons = false,
        Detection = new DetectionThresholds { PacketsPerSecond = 20_000 },
    };

    /// <summary>Measures all of it.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Progress progress)
    {
        if (DefenceLab.Obstacle is { } obstacle)
        {
            throw new InvalidOperationException(obstacle);
        }

        var (calm, during) = await progress.StepAsync("users during a flood of forged SYNs", SynFloodAsync);
        var inForce = await progress.StepAsync("from the first packet to a rule in force", InForceAsync);
        var costs = await progress.StepAsync("what a dropped packet costs", DropCost.MeasureAsync);
        var minutes = RequestTrace.Read(Path.Combine(SharedData.Folder("worldcup98"), "merged.csv"));
        var (looked, mitigated) = await progress.StepAsync("the World Cup's users", () => Task.Run(() =>
            FlashCrowd.Replay(minutes, new DetectionThresholds { PacketsPerSecond = 20_000 }, Seed)));
        return
        [
            new Figure("defence_not_served", during.Total - during.Served, "requests", 0),
            new Figure("defence_served", 100.0 * during.Served / Math.Max(1, during.Total), "% of requests"),
            new Figure("defence_median_ratio", during.Median / calm.Median, "of calm", MedianRatio),
            new Figure("defence_in_force", inForce, "s", InForceSeconds),
            .. costs.Select(cost => new Figure($"drop_{cost.Name}", cost.Nanoseconds, "ns", cost.Name switch
            {
                "fingerprint" => FingerprintNanoseconds,
                "set_of_10000" => SetNanoseconds,
                _ => null,
            })),
            new Figure("crowd_looked_at", looked, "minutes"),
            new Figure("crowd_mitigated", mitigated, "minutes", 0),
        ];
    }

    private static async Task<(Asked Calm, Asked During)> SynFloodAsync()
    {
        await using var lab = await DefenceLab.BeginAsync();
        await lab.ServeAsync();
        await lab.DefendAsync(Section);
        var calm = await lab.AskAsync(3);
        var flood = lab.BeginFlood(new PacketFlood
        {
            Protocol = 6,
            Flags = 2,
            Port = 80,
            Sources = 65_000,
            Spread = true,
            Ttl = 0,
            Rate = 60_000,
            Seconds = 8,
        });
        await Task.Delay(TimeSpan.FromSeconds(1));
        var during = await lab.AskAsync(6);
        await flood.ExitAsync(CancellationToken.None);
        return (calm, during);
    }

    private static async Task<double> InForceAsync()
    {
        await using var lab = await DefenceLab.BeginAsync();
        var defender = await lab.DefendAsync(Section with { Amplification = false });
        var flood = lab.BeginFlood(new PacketFlood
        {
            SourcePort = 1900,
            Sources = 65_000,
            Ttl = 0,
            Length = 320,
            Rate = 60_000,
            Seconds = 5,
        });
        var took = await defender.WaitAsync(
            report => report.Drops.GetValueOrDefault("mitigation") > 0, "a rule that drops");
        await flood.ExitAsync(CancellationToken.None);
        return took.TotalSeconds;
    }
}
