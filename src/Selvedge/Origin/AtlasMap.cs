using System.Globalization;
using System.Net;
using System.Text;

namespace Selvedge.Origin;

/// <summary>The maps of the example site, as SVG to be put into its pages.</summary>
/// <remarks>Ten units a degree, from 180° west and 90° north: all that a coastline at 1:110 million can use.</remarks>
internal sealed class AtlasMap
{
    private const int UnitsPerDegree = 10;
    private const int WorldTop = 55;
    private const int WorldHeight = 1445;
    private const int WorldLabelsMax = 26;
    private const double WorldText = 36;
    private const double AroundText = 7.5;

    private readonly Ring[] _rings;
    private readonly IReadOnlyList<City> _cities;

    /// <param name="land">One ring a line: longitude,latitude pairs in degrees, separated by spaces.</param>
    /// <param name="cities">What is marked.</param>
    public AtlasMap(string land, IReadOnlyList<City> cities)
    {
        _rings = [.. land.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Ring.Read)];
        _cities = [.. cities.OrderByDescending(city => city.Population)];
    }

    /// <summary>The whole world without the Antarctic, each city a link.</summary>
    public string World()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg class="map" viewBox="0 {WorldTop} 3600 {WorldHeight}" role="img" aria-label="Map of the world">
            """);
        svg.Append("<path class=\"grid\" d=\"");
        for (var degrees = 30; degrees < 360; degrees += 30)
        {
            svg.Append(CultureInfo.InvariantCulture, $"M{degrees * UnitsPerDegree} 0v1800");
        }

        for (var degrees = 30; degrees < 180; degrees += 30)
        {
            svg.Append(CultureInfo.InvariantCulture, $"M0 {degrees * UnitsPerDegree}h3600");
        }

        svg.Append("\"/><path class=\"land\" d=\"").AppendJoin("", _rings.Select(ring => ring.Path)).Append("\"/>");
        var labelled = new List<(double X, double Y)>();
        foreach (var city in _cities)
        {
            var (x, y) = Place(city);
            var apart = labelled.TrueForAll(other => Math.Abs(other.Y - y) > 52 || Math.Abs(other.X - x) > 270);
            var label = apart && labelled.Count < WorldLabelsMax && IsClear(city, WorldText, 1);
            if (label)
            {
                labelled.Add((x, y));
            }

            Mark(svg, city, x, y, 6 + (Math.Sqrt(city.Population) / 260), label ? WorldText : 0, here: false);
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The surroundings of a city, stretched so that its own parallel is true.</summary>
    public string Around(City center)
    {
        const double HalfHeight = 105;
        const double HalfWidth = 165;
        var squeeze = Math.Cos(double.DegreesToRadians(center.Latitude));
        var (x, y) = Place(center);
        var (halfWidth, left) = (HalfWidth / squeeze, x - (HalfWidth / squeeze));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg class="map" viewBox="{left * squeeze:0.#} {y - HalfHeight:0.#} {2 * HalfWidth} {2 * HalfHeight}" 
            """);
        svg.Append(CultureInfo.InvariantCulture, $"""
            role="img" aria-label="Map around {WebUtility.HtmlEncode(center.Name)}">
            <g transform="scale({squeeze:0.####} 1)">
            """);
        svg.Append("<path class=\"land\" d=\"");
        foreach (var ring in _rings.Where(ring => ring.Touches(left, y - HalfHeight, x + halfWidth, y + HalfHeight)))
        {
            svg.Append(ring.Path);
        }

        svg.Append("\"/></g>");
        var labelled = new List<(double X, double Y)>();
        foreach (var city in _cities.OrderBy(city => city != center))
        {
            var (cityX, cityY) = Place(city);
            if (Math.Abs(cityX - x) < halfWidth * 0.96 && Math.Abs(cityY - y) < HalfHeight * 0.96)
            {
                cityX *= squeeze;
                var apart = labelled.TrueForAll(
                    other => Math.Abs(other.Y - cityY) > 10 || Math.Abs(other.X - cityX) > 52);
                var label = city == center || (apart && IsClear(city, AroundText, squeeze));
                if (label)
                {
                    labelled.Add((cityX, cityY));
                }

                var radius = 1.5 + (Math.Sqrt(city.Population) / 1600);
                Mark(svg, city, cityX, cityY, radius, label ? AroundText : 0, city == center);
            }
        }

        return svg.Append("</svg>").ToString();
    }

    private static void Mark(
        StringBuilder svg, City city, double x, double y, double radius, double textSize, bool here)
    {
        var name = WebUtility.HtmlEncode(city.Name);
        svg.Append(CultureInfo.InvariantCulture, $"""
            <a href="{city.Path}"{(here ? " class=\"here\"" : "")}><title>{name}, {city.Country}</title>
            """);
        svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{x:0.#}" cy="{y:0.#}" r="{radius:0.#}"/>""");
        if (textSize > 0)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{x + radius + (textSize / 4):0.#}" y="{y + (textSize / 3):0.#}" font-size="{textSize}" 
                """);
            svg.Append(CultureInfo.InvariantCulture, $"""stroke-width="{textSize / 6:0.#}">{name}</text>""");
        }

        svg.Append("</a>");
    }

    // No other city lies where the name would be written: to the right, about half the text size a letter.
    private bool IsClear(City city, double textSize, double squeeze)
    {
        var (x, y) = Place(city);
        var width = textSize * ((0.55 * city.Name.Length) + 0.8);
        foreach (var other in _cities)
        {
            var (otherX, otherY) = Place(other);
            var right = (otherX - x) * squeeze;
            if (other != city && right > 0 && right < width && Math.Abs(otherY - y) < textSize * 0.6)
            {
                return false;
            }
        }

        return true;
    }

    private static (double X, double Y) Place(City city) =>
        ((city.Longitude + 180) * UnitsPerDegree, (90 - city.Latitude) * UnitsPerDegree);

    private sealed record Ring(string Path, int Left, int Top, int Right, int Bottom)
    {
        public static Ring Read(string line)
        {
            var points = line.Split(' ').Select(Point).ToArray();
            var path = new StringBuilder();
            path.Append(CultureInfo.InvariantCulture, $"M{points[0].X} {points[0].Y}l");
            for (var i = 1; i < points.Length; i++)
            {
                path.Append(CultureInfo.InvariantCulture,
                    $"{points[i].X - points[i - 1].X} {points[i].Y - points[i - 1].Y} ");
            }

            path[^1] = 'z';
            return new Ring(path.ToString(), points.Min(point => point.X), points.Min(point => point.Y),
                points.Max(point => point.X), points.Max(point => point.Y));
        }

        public bool Touches(double left, double top, double right, double bottom) =>
            Left <= right && Right >= left && Top <= bottom && Bottom >= top;

        private static (int X, int Y) Point(string text)
        {
            var comma = text.IndexOf(',', StringComparison.Ordinal);
            return (Units(text.AsSpan(0, comma), 180), -Units(text.AsSpan(comma + 1), -90));
        }

        private static int Units(ReadOnlySpan<char> degrees, int shift) => (int)Math.Round(
            (double.Parse(degrees, CultureInfo.InvariantCulture) + shift) * UnitsPerDegree,
            MidpointRounding.AwayFromZero);
    }
}
