using System.Globalization;
using Selvedge.Core.Geography;
using Selvedge.Core.Resources;

namespace Selvedge.Origin;

/// <summary>A city of the example site.</summary>
/// <param name="Slug">The name of its page: lower-case ASCII and hyphens.</param>
/// <param name="Name">As its people are shown it.</param>
/// <param name="Code">The country's ISO 3166-1 code, two capital letters.</param>
/// <param name="Country">The country's English name.</param>
/// <param name="Region">The continent's English name.</param>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
/// <param name="Population">People.</param>
internal sealed record City(
    string Slug, string Name, string Code, string Country, string Region, double Latitude, double Longitude,
    int Population)
{
    /// <summary>Where it lies.</summary>
    public Coordinates Position => new() { Latitude = Latitude, Longitude = Longitude };

    /// <summary>The path of its page.</summary>
    public string Path => $"/cities/{Slug}.html";

    /// <summary>The path of its country's picture.</summary>
    public string ReliefPath => $"/img/relief-{Code.ToLowerInvariant()}.png";

    /// <summary>Reads the city list: a header line, then one city a line in the order of the parameters.</summary>
    /// <exception cref="FormatException">A line is not a city.</exception>
    public static IReadOnlyList<City> ReadAll(string csv) =>
        [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1)
            .Select(Read)];

    /// <summary>The great-circle distance in kilometres.</summary>
    public double KilometresTo(City other) => GreatCircle.Kilometres(Position, other.Position);

    private static City Read(string line)
    {
        var fields = line.Split(',');
        return fields.Length == 8
            ? new City(fields[0], fields[1], fields[2], fields[3], fields[4], Number(fields[5]), Number(fields[6]),
                int.Parse(fields[7], CultureInfo.InvariantCulture))
            : throw new FormatException($"A city has 8 fields, not {fields.Length}: {line}");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
