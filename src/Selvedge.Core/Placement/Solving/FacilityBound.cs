namespace Selvedge.Core.Placement.Solving;

/// <summary>What no answer can cost less than: Lagrange's relaxation of "every client is served", improved by
/// subgradients. The distance to it is how far an answer can be from the best one.</summary>
public static class FacilityBound
{
    /// <summary>Steps without a better bound before the step's length is halved.</summary>
    private const int PatienceMax = 15;

    /// <summary>The best bound found within a number of steps.</summary>
    /// <param name="problem">Of what.</param>
    /// <param name="known">The cost of an answer; the steps' length is measured by it.</param>
    /// <param name="steps">How many; each costs time for every facility and client, with a sort.</param>
    public static double Of(FacilityProblem problem, double known, int steps)
    {
        var worth = new double[problem.Clients];
        for (var client = 0; client < worth.Length; client++)
        {
            worth[client] = Least(problem.Serving(client));
        }

        var (best, length, patience) = (double.NegativeInfinity, 2.0, 0);
        var served = new double[problem.Clients];
        for (var step = 0; step < steps; step++)
        {
            var bound = Relax(problem, worth, served);
            patience = bound > best ? 0 : patience + 1;
            best = Math.Max(best, bound);
            if (patience > PatienceMax)
            {
                (length, patience) = (length / 2, 0);
            }

            var slope = served.Sum(part => (1 - part) * (1 - part));
            if (slope < 1e-12)
            {
                return best;
            }

            var stride = length * ((1.0001 * known) - bound) / slope;
            for (var client = 0; client < worth.Length; client++)
            {
                worth[client] += stride * (1 - served[client]);
            }
        }

        return best;
    }

    private static double Least(ReadOnlySpan<double> values)
    {
        var least = values[0];
        foreach (var value in values)
        {
            least = Math.Min(least, value);
        }

        return least;
    }

    // Every facility takes the clients that are worth more than they cost, while its capacity lasts.
    private static double Relax(FacilityProblem problem, double[] worth, double[] served)
    {
        var values = new (double Value, int Facility)[problem.Facilities];
        var chosen = new List<(int Client, double Part)>[problem.Facilities];
        for (var facility = 0; facility < values.Length; facility++)
        {
            (values[facility], chosen[facility]) = Fill(problem, worth, facility);
        }

        Array.Clear(served);
        var bound = worth.Sum();
        var count = 0;
        foreach (var (value, facility) in values.OrderBy(value => problem.Required.Contains(value.Facility) ? 0 : 1)
            .ThenBy(value => value.Value))
        {
            var must = problem.Required.Contains(facility) || count < problem.Fewest;
            if ((value >= 0 && !must) || count >= problem.Most)
            {
                continue;
            }

            count++;
            bound += value;
            foreach (var (client, part) in chosen[facility])
            {
                served[client] += part;
            }
        }

        return bound;
    }

    private static ((double Value, int Facility) Value, List<(int Client, double Part)> Chosen) Fill(
        FacilityProblem problem, double[] worth, int facility)
    {
        var wanted = new List<(double PerUnit, int Client)>();
        for (var client = 0; client < worth.Length; client++)
        {
            var saving = worth[client] - problem.Serving(client)[facility];
            if (saving > 0)
            {
                wanted.Add((problem.Demand[client] > 0 ? saving / problem.Demand[client] : double.MaxValue, client));
            }
        }

        if (double.IsFinite(problem.Capacity[facility]))
        {
            wanted.Sort(static (left, right) => right.PerUnit.CompareTo(left.PerUnit));
        }

        var (value, room) = (problem.Opening[facility], problem.Capacity[facility]);
        var chosen = new List<(int, double)>();
        foreach (var (_, client) in wanted)
        {
            var demand = problem.Demand[client];
            var part = demand > room ? room / demand : 1;
            value -= part * (worth[client] - problem.Serving(client)[facility]);
            chosen.Add((client, part));
            room -= part * demand;
            if (room <= 0)
            {
                break;
            }
        }

        return ((value, facility), chosen);
    }
}
