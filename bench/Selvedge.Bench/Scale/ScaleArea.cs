using Selvedge.Bench.Figures;
using Selvedge.Bench.Placement;
using Selvedge.Core.Scaling.Headroom;

namespace Selvedge.Bench.Scale;

/// <summary>Ways of scaling on a replayed trace: fitted on its first third, judged on the rest.</summary>
internal static class ScaleArea
{
    private static readonly double[] Shares = [0.99, 0.997, 0.999, 0.9995];
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
        var split = minutes.Length / 3;
        var policy = await progress.StepAsync(
            "fitting on the first third", () => Task.Run(() => Fit(replay, split, progress), cancellation));
        var defaults = await progress.StepAsync(
            "Kubernetes' defaults on the rest",
            () => Task.Run(() => replay.Defaults(split, minutes.Length), cancellation));
        var ours = await progress.StepAsync(
            "learned headroom on the rest",
            () => Task.Run(() => replay.Ours(policy, split, minutes.Length), cancellation));
        var foresight = replay.Foresight(split, minutes.Length);
        report(
        [
            new Figure("defaults_violations", defaults.Violations, "minutes"),
            new Figure("defaults_hours", defaults.Hours, "instance-hours"),
            new Figure("ours_violations", ours.Violations, "minutes", defaults.Violations / 2),
            new Figure("ours_hours", ours.Hours, "instance-hours", defaults.Hours),
            new Figure("foresight_hours", foresight.Hours, "instance-hours"),
            new Figure("fitted_share", policy.Share, "of rises"),
            new Figure("fitted_window", policy.DownWindowSeconds, "s"),
        ]);
    }

    // The fewest violations among those that cost no more than the defaults do; the cheapest of equals.
    private static HeadroomPolicy Fit(Replay replay, int split, Progress progress)
    {
        var defaults = replay.Defaults(0, split);
        progress.Note($"first third, defaults: {defaults.Violations} minutes, {defaults.Hours:0} instance-hours");
        var tried = Shares.SelectMany(share => Windows.Select(window =>
            new HeadroomPolicy { Share = share, DownWindowSeconds = window }))
            .Select(policy => (Policy: policy, Outcome: replay.Ours(policy, 0, split))).ToList();
        foreach (var (policy, outcome) in tried)
        {
            progress.Note($"{policy.Share} {policy.DownWindowSeconds} s: {outcome.Violations}, {outcome.Hours:0}");
        }

        return tried.OrderBy(entry => entry.Outcome.Hours > defaults.Hours)
            .ThenBy(entry => entry.Outcome.Violations).ThenBy(entry => entry.Outcome.Hours).First().Policy;
    }
}
