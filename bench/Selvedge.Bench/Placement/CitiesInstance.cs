using System.Globalization;
using Selvedge.Core.Geography;
using Selvedge.Core.Placement.Solving;
using Selvedge.Core.Resources;

namespace Selvedge.Bench.Placement;

/// <summary>A network as large as one may become: 300 locations serve the world's 3,000 most populous cities. What a
/// place costs and carries is drawn from a fixed seed.</summary>
internal sealed class CitiesInstance
{
    private const int Locations = 300;

    // A place carries one to five hundredths of the whole demand, so about a tenth of the places has to be open.
    private const double CapacityShareMin = 0.01;
    private const double CapacityShareMax = 0.05;

    // In kilometres that the mean request travels: opening one place more pays where it saves so much.
    private const double OpeningKilometres = 6;

    private readonly (Coordinates Place, double Demand)[] _cities;
    private readonly Coordinates[] _locations;
    private readonly double[] _capacity;
    private readonly double[] _opening;

    private CitiesInstance((Coordinates Place, double Demand)[] cities, Random random)
    {
        _cities = cities;
        // Every tenth of the cities by population, so that there are places wherever there are people.
        _locations = [.. cities.Where((_, rank) => rank % (cities.Length / Locations) == 0).Select(city => city.Place)];
        var demand = cities.Sum(city => city.Demand);
        _capacity = [.. _locations.Select(_ => demand * Between(random, CapacityShareMin, CapacityShareMax))];
        _opening = [.. _locations.Select(_ => demand * OpeningKilometres * Between(random, 0.7, 1.5))];
    }

    /// <summary>What opening a place costs in the mean.</summary>
    public double MeanOpening => _opening.Average();

    /// <summary>Reads the cities.</summary>
    public static CitiesInstance Read(string path, Random random) =>
        new([.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Select(City)], random);

    /// <summary>As the populations are.</summary>
    public FacilityProblem Problem() => Problem(_ => 1, _ => 0);

    /// <summary>With the demand of each city multiplied, and something added to the cost of each opening.</summary>
    public FacilityProblem Problem(Func<Coordinates, double> wave, Func<int, double> move)
    {
        double[] demand = [.. _cities.Select(city => city.Demand * wave(city.Place))];
        return new FacilityProblem(
            [.. _cities.SelectMany((city, client) => _locations.Select(
                location => demand[client] * GreatCircle.Kilometres(city.Place, location)))],
            [.. _opening.Select((cost, location) => cost + move(location))],
            demand, _capacity, 1, Locations);
    }

    private static (Coordinates Place, double Demand) City(string[] cells) =>
        (new Coordinates { Latitude = Number(cells[^3]), Longitude = Number(cells[^2]) }, Number(cells[^1]));

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static double Between(Random random, double least, double most) =>
        least + ((most - least) * random.NextDouble());
}
