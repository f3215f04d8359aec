using System.Globalization;
using System.Net;
using System.Text;

namespace Selvedge.Origin;

/// <summary>Fills the hand-written pages of the example site: <c>{{name}}</c> is replaced by its value.</summary>
internal sealed class AtlasPages
{
    private const int NearestShown = 6;

    private readonly IReadOnlyList<City> _cities;
    private readonly AtlasMap _map;
    private readonly Func<string, string> _source;

    /// <param name="cities">All of them.</param>
    /// <param name="map">Draws them.</param>
    /// <param name="source">Gives a hand-written file by its path.</param>
    public AtlasPages(IReadOnlyList<City> cities, AtlasMap map, Func<string, string> source)
    {
        (_cities, _map, _source) = (cities, map, source);
    }

    /// <summary>The front page: the world, then every city by region.</summary>
    public string Front()
    {
        var regions = _cities.GroupBy(city => city.Region, StringComparer.Ordinal)
            .OrderBy(region => region.Key, StringComparer.Ordinal).ToArray();
        var sections = new StringBuilder();
        foreach (var region in regions)
        {
            sections.Append(CultureInfo.InvariantCulture, $"""
                <section class="region" id="{RegionId(region.Key)}">
                <header><h2>{region.Key}</h2><span>{region.Count()} cities</span></header><ol class="cards">
                """);
            sections.AppendJoin("\n", region.OrderByDescending(city => city.Population)
                .Select(city => Card(city, $"{city.Country} · {Grouped(city.Population)}")));
            sections.Append("</ol></section>\n");
        }

        return Fill("index.html",
            ("cityCount", Grouped(_cities.Count)),
            ("countryCount", Grouped(_cities.DistinctBy(city => city.Code, StringComparer.Ordinal).Count())),
            ("population", $"{_cities.Sum(city => (long)city.Population) / 1_000_000} million"),
            ("worldMap", _map.World()),
            ("regionLinks", string.Concat(
                regions.Select(region => $"<a href=\"#{RegionId(region.Key)}\">{region.Key}</a>"))),
            ("regions", sections.ToString()));
    }

    /// <summary>The page of a city.</summary>
    public string Of(City city)
    {
        var lengths = Enumerable.Range(0, Daylight.Days).Select(day => Daylight.Minutes(city.Latitude, day)).ToArray();
        var nearest = _cities.Where(other => other != city).OrderBy(city.KilometresTo).Take(NearestShown)
            .Select(other => Card(other, $"{other.Country} · {Grouped((int)city.KilometresTo(other))} km"));
        return Fill("city.html",
            ("name", WebUtility.HtmlEncode(city.Name)),
            ("country", WebUtility.HtmlEncode(city.Country)),
            ("code", city.Code.ToLowerInvariant()),
            ("region", city.Region),
            ("regionId", RegionId(city.Region)),
            ("population", Grouped(city.Population)),
            ("position", Position(city)),
            ("longestDay", Hours(lengths.Max())),
            ("shortestDay", Hours(lengths.Min())),
            ("map", _map.Around(city)),
            ("daylight", DaylightChart(lengths)),
            ("nearest", string.Join('\n', nearest)));
    }

    /// <summary>Any other page, with values of its own.</summary>
    public string Fill(string page, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = new StringBuilder(_source(page));
        text.Replace("{{header}}", _source("header.html").TrimEnd());
        text.Replace("{{footer}}", _source("footer.html").TrimEnd());
        foreach (var (name, value) in values)
        {
            text.Replace("{{" + name + "}}", value);
        }

        var filled = text.ToString();
        return filled.Contains("{{", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"{page} has a place that nothing fills.")
            : filled;
    }

    private static string Card(City city, string line) =>
        $"""<li><a href="{city.Path}"><img src="{city.ReliefPath}" alt="" loading="lazy" width="480" height="180">"""
        + $"<div><b>{WebUtility.HtmlEncode(city.Name)}</b><small>{WebUtility.HtmlEncode(line)}</small></div></a></li>";

    // 365 days across, 24 hours down, the hours of light filled around noon.
    private static string DaylightChart(double[] lengths)
    {
        const int Left = 44;
        const int Top = 12;
        const int Plot = 216;
        var svg = new StringBuilder();
        svg.Append("""<svg class="chart" viewBox="0 0 420 269" role="img" """);
        svg.Append("""aria-label="Hours of daylight through the year">""");
        svg.Append("<path class=\"day\" d=\"");
        for (var day = 0; day < lengths.Length; day++)
        {
            svg.Append(day == 0 ? 'M' : 'L');
            svg.Append(CultureInfo.InvariantCulture, $"{Left + day} {Row(720 - (lengths[day] / 2)):0.#}");
        }

        for (var day = lengths.Length - 1; day >= 0; day--)
        {
            svg.Append(CultureInfo.InvariantCulture, $"L{Left + day} {Row(720 + (lengths[day] / 2)):0.#}");
        }

        svg.Append("z\"/>");
        for (var hour = 0; hour <= 24; hour += 6)
        {
            var row = Row(hour * 60);
            svg.Append(CultureInfo.InvariantCulture, $"""
                <path class="{(hour == 12 ? "noon" : "rule")}" d="M{Left} {row}h{Daylight.Days}"/>
                <text x="4" y="{row + 4}">{hour:00}:00</text>
                """);
        }

        for (var month = 1; month <= 12; month += 2)
        {
            var first = new DateOnly(Daylight.Year, month, 1);
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{Left + first.DayOfYear}" y="252">{first:MMM}</text>
                """);
        }

        return svg.Append("</svg>").ToString();

        static double Row(double minute) => Top + (minute / 1440 * Plot);
    }

    private static string Position(City city) => string.Create(CultureInfo.InvariantCulture,
        $"{Math.Abs(city.Latitude):0.0}° {(city.Latitude < 0 ? 'S' : 'N')}, "
        + $"{Math.Abs(city.Longitude):0.0}° {(city.Longitude < 0 ? 'W' : 'E')}");

    private static string Hours(double minutes) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)minutes / 60} h {(int)minutes % 60:00} min");

    private static string Grouped(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string RegionId(string region) => region.ToLowerInvariant().Replace(' ', '-');
}
