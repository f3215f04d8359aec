using Selvedge.Bench.Figures;
using Selvedge.Bench.Placement;
using Selvedge.Core.Scaling.Headroom;

namespace Selvedge.Bench.Scale;

/// <summary>Ways of scaling on a replayed trace, judged on all but its first third. The learned one chooses each day's
/// policy by the seven days before, as a team would that looks at it every morning.</summary>
internal static class ScaleArea
{
    private const int MinutesPerDay = 24 * 60;

    // From one rise of 30 that is not covered to one of 3,000, four a power of ten.
    private static readonly double[] Shares =
        [.. Enumerable.Range(6, 9).Select(quarter => 1 - Math.Pow(10, -quarter / 4.0))];

    private static readonly int[] Windows = [120, 300, 600, 900];

    /// <summary>For the command line.</summary>
    public static Area Area { get; } = new(
        "scale",
        "minutes in violation and instance-hours on the World Cup 1998 trace",
        [("horizontal", "Kubernetes' defaults, learned headroom, and perfect foresight")],
        MeasureAsync);

    private static async Task MeasureAsync(
        IReadOnlySet<string> wanted,
        Progress progress,
        Action<IReadOnlyList<Figure>> report,
        CancellationToken cancellation)
    {
        var minutes = RequestTrace.Read(Path.Combine(SharedData.Folder("worldcup98"), "merged.csv"));
        var replay = new Replay(minutes);
        var split = minutes.Length / 3 / MinutesPerDay;
        var defaults = await progress.StepAsync(
            "Kubernetes' defaults", () => Task.Run(() => replay.Defaults(0, minutes.Length), cancellation));
        var walk = await progress.StepAsync("every policy alone", () => Task.Run(
            () => new WalkForward(defaults, Alone(replay, minutes.Length, progress)), cancellation));
        var days = Enumerable.Range(0, minutes.Length / MinutesPerDay + 1).Select(walk.Of).ToList();
        var ours = await progress.StepAsync("learned headroom, chosen each day", () => Task.Run(
            () => replay.Ours(minute => days[minute / MinutesPerDay], 0, minutes.Length), cancellation));
        var (theirViolations, theirHours) = defaults.Of(split..);
        var (violations, hours) = ours.Of(split..);
        report(
        [
            new Figure("defaults_violations", theirViolations, "minutes"),
            new Figure("defaults_hours", theirHours, "instance-hours"),
            new Figure("ours_violations", violations, "minutes", theirViolations / 2),
            new Figure("ours_hours", hours, "instance-hours", theirHours),
            new Figure(
                "foresight_hours", replay.Foresight(split * MinutesPerDay, minutes.Length).Hours, "instance-hours"),
        ]);
    }

    private static List<(HeadroomPolicy Policy, Outcome Outcome)> Alone(
        Replay replay, int minutes, Progress progress)
    {
        var tried = Shares.SelectMany(share => Windows.Select(window =>
                new HeadroomPolicy { Share = share, DownWindowSeconds = window }))
            .Select(policy => (Policy: policy, Outcome: replay.Ours(_ => policy, 0, minutes))).ToList();
        foreach (var (policy, outcome) in tried)
        {
            progress.Note(
                $"{policy.Share:0.0000} {policy.DownWindowSeconds} s: {outcome.Violations}, {outcome.Hours:0}");
        }

        return tried;
    }
}
