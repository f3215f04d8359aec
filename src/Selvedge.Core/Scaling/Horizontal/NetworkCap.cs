using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>The most replicas of a target at all locations together.</summary>
public static class NetworkCap
{
    /// <summary>Lowers decisions until they fit under the cap. Each location first keeps its minReplicas, as far as
    /// the cap reaches; the rest is shared max-min fairly: who wants less than an equal share gets all of it, the
    /// others get the same. What cannot be split goes one each to the locations that miss most, then by name.</summary>
    /// <param name="cap">Replicas; 0 or more.</param>
    /// <param name="decisions">One a location, with the fewest that it should keep.</param>
    /// <returns>In the same order; unchanged where all fit.</returns>
    public static ImmutableArray<HorizontalDecision> Share(
        int cap, IReadOnlyList<(HorizontalDecision Decision, int MinReplicas)> decisions)
    {
        var wanted = decisions.Select(entry => entry.Decision.Replicas).ToArray();
        if (wanted.Sum(count => (long)count) <= cap)
        {
            return [.. decisions.Select(entry => entry.Decision)];
        }

        var names = decisions.Select(entry => entry.Decision.Input.Location).ToArray();
        var floors = decisions.Select(entry => Math.Min(entry.MinReplicas, entry.Decision.Replicas)).ToArray();
        var shares = floors.Sum(count => (long)count) > cap
            ? Fill(cap, new int[wanted.Length], floors, names)
            : Fill(cap, floors, wanted, names);
        return [.. decisions.Select((entry, index) => Lowered(entry.Decision, shares[index], cap))];
    }

    // The level rises from the floors as water does, until the cap is used up.
    private static int[] Fill(int cap, int[] floors, int[] wanted, string[] names)
    {
        int low = 0;
        int high = wanted.Max();
        while (low < high)
        {
            var level = low + (high - low + 1) / 2;
            (low, high) = Total(level) <= cap ? (level, high) : (low, level - 1);
        }

        var shares = Enumerable.Range(0, wanted.Length).Select(index => At(index, low)).ToArray();
        var left = (int)(cap - shares.Sum(count => (long)count));
        foreach (var index in Enumerable.Range(0, wanted.Length)
            .Where(index => shares[index] <= low && shares[index] < wanted[index])
            .OrderByDescending(index => wanted[index] - shares[index])
            .ThenBy(index => names[index], StringComparer.Ordinal).Take(left))
        {
            shares[index]++;
        }

        return shares;

        int At(int index, int level) => Math.Max(floors[index], Math.Min(wanted[index], level));

        long Total(int level) => Enumerable.Range(0, wanted.Length).Sum(index => (long)At(index, level));
    }

    private static HorizontalDecision Lowered(HorizontalDecision decision, int replicas, int cap) =>
        replicas == decision.Replicas
            ? decision
            : decision with
            {
                Replicas = replicas,
                Limit = ScalingLimit.NetworkCap,
                Reason = $"{replicas} of {decision.Replicas}, its fair share of the network's {cap}: "
                    + decision.Reason,
            };
}
