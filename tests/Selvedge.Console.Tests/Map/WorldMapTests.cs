using System.Globalization;
using System.Text.RegularExpressions;
using Selvedge.Console.Map;
using Selvedge.Core.Resources;

namespace Selvedge.Console.Tests.Map;

/// <summary>Holds the projection in code and the outline made by the script together.</summary>
public sealed partial class WorldMapTests
{
    private static readonly Lazy<List<List<(double X, double Y)>>> Land = new(ReadLand);

    [Theory]
    [InlineData("Frankfurt", 50.11, 8.68)]
    [InlineData("Denver", 39.74, -104.99)]
    [InlineData("Alice Springs", -23.70, 133.88)]
    [InlineData("Nairobi", -1.29, 36.82)]
    [InlineData("Novosibirsk", 55.03, 82.92)]
    [InlineData("Brasilia", -15.79, -47.88)]
    public void Cities_stand_on_land(string city, double latitude, double longitude) =>
        Assert.True(OnLand(latitude, longitude), city);

    [Theory]
    [InlineData("North Atlantic", 35, -40)]
    [InlineData("South Pacific", -30, -120)]
    [InlineData("Indian Ocean", -20, 80)]
    [InlineData("Gulf of Guinea", 0, 0)]
    [InlineData("Tasman Sea", -38, 160)]
    public void Seas_do_not(string sea, double latitude, double longitude) =>
        Assert.False(OnLand(latitude, longitude), sea);

    [Fact]
    public void The_frame_is_the_one_of_the_outline() =>
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"viewBox=\"0 0 1000 {EqualEarth.Height:F1}\""), Svg(),
            StringComparison.Ordinal);

    [Fact]
    public void Places_outside_the_frame_stand_at_its_edge()
    {
        var (x, y) = EqualEarth.Project(new Coordinates { Latitude = -90, Longitude = 0 });

        Assert.Equal((500, EqualEarth.Height), (Math.Round(x, 6), y));
    }

    [Fact]
    public void Labels_leave_room_for_each_other()
    {
        var sides = Labels.Place([(500, 200, 8), (540, 200, 8), (990, 100, 8), (500, 205, 8)]);

        Assert.Equal(LabelSide.Left, sides[0]);
        Assert.Equal(LabelSide.Right, sides[1]);
        Assert.Equal(LabelSide.Left, sides[2]);
        Assert.NotEqual(LabelSide.Left, sides[3]);
    }

    private static bool OnLand(double latitude, double longitude)
    {
        var (x, y) = EqualEarth.Project(new Coordinates { Latitude = latitude, Longitude = longitude });
        var inside = false;
        foreach (var ring in Land.Value)
        {
            for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
            {
                if (ring[i].Y > y != ring[j].Y > y
                    && x < ((ring[j].X - ring[i].X) * (y - ring[i].Y) / (ring[j].Y - ring[i].Y)) + ring[i].X)
                {
                    inside = !inside;
                }
            }
        }

        return inside;
    }

    private static List<List<(double X, double Y)>> ReadLand()
    {
        var path = PathPattern().Match(Svg()).Groups["d"].Value;
        var rings = new List<List<(double X, double Y)>>();
        foreach (var text in path.Split('z', StringSplitOptions.RemoveEmptyEntries))
        {
            double x = 0, y = 0;
            var ring = new List<(double X, double Y)>();
            foreach (Match pair in PairPattern().Matches(text))
            {
                x += double.Parse(pair.Groups["x"].Value, CultureInfo.InvariantCulture);
                y += double.Parse(pair.Groups["y"].Value, CultureInfo.InvariantCulture);
                ring.Add((x, y));
            }

            rings.Add(ring);
        }

        return rings;
    }

    private static string Svg()
    {
        using var stream = typeof(ConsoleServer).Assembly
            .GetManifestResourceStream("Selvedge.Console.Assets.world.svg")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("id=\"land\" d=\"(?<d>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"[Ml](?<x>-?[\d.]+) ?(?<y>-?[\d.]+)", RegexOptions.None, 1000)]
    private static partial Regex PairPattern();
}
