using System.Globalization;
using Selvedge.Bench.Figures;
using Selvedge.Core.Network.Balancing;

namespace Selvedge.Bench.Network;

/// <summary>Connections through the kernel's balancer beside haproxy and beside none, and what a drain costs.</summary>
internal static class BalancerPart
{
    private const int Rounds = 5;
    private const int Flows = 400;
    private const double HaproxyOfOurs = 1 / 1.7;
    private const double NoneOfOurs = 1 / 0.9;
    private const double SharePercent = 1;
    private const double MovedPercent = 0.1;
    private const double UpdateMilliseconds = 500;

    /// <summary>Measures all of it.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Progress progress)
    {
        if ((BalancerLab.Obstacle ?? BalancerRates.Obstacle) is { } obstacle)
        {
            throw new InvalidOperationException(obstacle);
        }

        await using var lab = await progress.StepAsync("a lab of two balancers", BalancerLab.StartAsync);
        var rates = await progress.StepAsync("connections a second", () => BalancerRates.MeasureAsync(lab, Rounds));
        var share = await progress.StepAsync("shares by weight", () => ShareAsync(lab));
        var drain = await progress.StepAsync("a drain", () => DrainAsync(lab));
        return
        [
            new Figure("balancer_rate", rates.Ours, "connections/s"),
            new Figure("haproxy_rate", rates.Haproxy, "connections/s"),
            new Figure("direct_rate", rates.Direct, "connections/s"),
            new Figure("haproxy_of_balancer", rates.Haproxy / rates.Ours, "of ours", HaproxyOfOurs),
            new Figure("direct_of_balancer", rates.Direct / rates.Ours, "of ours", NoneOfOurs),
            new Figure("balancer_share_off", share, "% of a share", SharePercent),
            new Figure("drain_moved", drain.Moved, "% of others' slots", MovedPercent),
            new Figure("drain_broken", drain.Broken, $"of {Flows} connections", 0),
            new Figure("update_cpu", drain.CpuMilliseconds, "ms", UpdateMilliseconds),
            .. Removals(),
        ];
    }

    // The largest distance of a backend's slots from its weight.
    private static async Task<double> ShareAsync(BalancerLab lab)
    {
        await lab.ChangeAsync(BalancerLab.Default with
        {
            Backends =
            [
                .. BalancerLab.Default.Backends.Select((backend, index) => backend with { Weight = index + 1 }),
            ],
        });
        var slots = await lab.SlotsAsync(lab.Balancers[0]);
        var weights = lab.Service.Backends.Sum(backend => backend.Weight);
        var worst = lab.Service.Backends.Max(backend =>
        {
            var wanted = (double)SlotTable.Slots * backend.Weight / weights;
            return Math.Abs(slots.Values.Count(node => node == backend.Node) - wanted) / wanted;
        });
        await lab.ChangeAsync(BalancerLab.Default);
        return 100 * worst;
    }

    private static async Task<(double Moved, int Broken, double CpuMilliseconds)> DrainAsync(BalancerLab lab)
    {
        await using var user = lab.Use("tcp", Flows, user: 3);
        await user.AskAsync();
        var before = await lab.SlotsAsync(lab.Balancers[0]);
        var spent = await lab.Balancers[0].ProcessorTimeAsync();
        await lab.NameAsync("b1", "b2", "b3");
        spent = await lab.Balancers[0].ProcessorTimeAsync() - spent;
        var after = await lab.SlotsAsync(lab.Balancers[0]);
        var count = await user.AskAsync();
        var others = before.Count(slot => slot.Value != "b4");
        var moved = before.Count(slot => slot.Value != "b4" && after[slot.Key] != slot.Value);
        await lab.NameAsync("b1", "b2", "b3", "b4");
        return (100.0 * moved / others, count.Broken + count.Moved, spent.TotalMilliseconds);
    }

    // Backends that leave the document, not only the verdict: the bounds of all others move.
    private static IEnumerable<Figure> Removals()
    {
        foreach (var size in (int[])[4, 16, 100, 1000])
        {
            BackendTerms[] all =
            [
                .. Enumerable.Range(1, size)
                    .Select(number => new BackendTerms(FormattableString.Invariant($"node-{number}"), 1, true)),
            ];
            var before = SlotTable.Fill(all);
            var moved = all.Take(8).Select(gone =>
            {
                var after = SlotTable.Fill(all.Where(backend => backend != gone));
                return 100.0 * Enumerable.Range(0, SlotTable.Slots).Count(slot =>
                    before.Owner(slot) != gone.Name && before.Owner(slot) != after.Owner(slot)) / SlotTable.Slots;
            }).ToList();
            yield return new Figure(
                string.Create(CultureInfo.InvariantCulture, $"left_document_moved_of_{size}"),
                Percentile.Of(moved, 50), "% of slots", size == 4 ? MovedPercent : null);
        }
    }
}
