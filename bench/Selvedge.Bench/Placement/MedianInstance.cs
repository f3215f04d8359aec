using Selvedge.Core.Placement.Solving;

namespace Selvedge.Bench.Placement;

/// <summary>OR-Library's p-median instances: a graph, and how many of its vertices to open.</summary>
internal static class MedianInstance
{
    /// <summary>Reads one: all pairs' shortest paths; a later line for an edge overrides.</summary>
    public static FacilityProblem Read(string path)
    {
        var numbers = SharedData.Numbers(path);
        var (vertices, open) = ((int)numbers[0], (int)numbers[2]);
        var cost = new double[vertices * vertices];
        Array.Fill(cost, double.PositiveInfinity);
        for (var vertex = 0; vertex < vertices; vertex++)
        {
            cost[(vertex * vertices) + vertex] = 0;
        }

        for (var index = 3; index + 2 < numbers.Length; index += 3)
        {
            var (from, to) = ((int)numbers[index] - 1, (int)numbers[index + 1] - 1);
            cost[(from * vertices) + to] = cost[(to * vertices) + from] = numbers[index + 2];
        }

        Shorten(cost, vertices);
        var unlimited = new double[vertices];
        Array.Fill(unlimited, double.PositiveInfinity);
        var one = new double[vertices];
        Array.Fill(one, 1);
        return new FacilityProblem(cost, new double[vertices], one, unlimited, open, open);
    }

    // Floyd and Warshall.
    private static void Shorten(double[] cost, int vertices)
    {
        for (var over = 0; over < vertices; over++)
        {
            var way = cost.AsSpan(over * vertices, vertices);
            for (var from = 0; from < vertices; from++)
            {
                var first = cost[(from * vertices) + over];
                if (!double.IsFinite(first) || from == over)
                {
                    continue;
                }

                var row = cost.AsSpan(from * vertices, vertices);
                for (var to = 0; to < vertices; to++)
                {
                    row[to] = Math.Min(row[to], first + way[to]);
                }
            }
        }
    }
}
