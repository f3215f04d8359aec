using CsCheck;
using Selvedge.Core.Geography;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Tests.Geography;

public sealed class CountriesTests
{
    [Theory]
    [InlineData("DE", "DE", true)]
    [InlineData("DE", "FR", false)]
    [InlineData("DE", "EU", true)]
    [InlineData("CH", "EU", false)]
    [InlineData("GB", "EU", false)]
    [InlineData("CY", "EU", true)]
    [InlineData("CH", "europe", true)]
    [InlineData("US", "north-america", true)]
    [InlineData("MX", "north-america", true)]
    [InlineData("BR", "north-america", false)]
    [InlineData("BR", "south-america", true)]
    [InlineData("FR", "western-europe", true)]
    [InlineData("AU", "OC", true)]
    [InlineData("US", "NA", false)]
    [InlineData("NA", "NA", true)]
    [InlineData("DE", "nowhere", false)]
    [InlineData("XX", "XX", false)]
    [InlineData("de", "DE", false)]
    public void A_country_matches_its_code_union_continent_and_region(string country, string text, bool expected) =>
        Assert.Equal(expected, Countries.RegionMatches(country, text));

    [Fact]
    public void There_are_249_countries_each_with_one_continent_and_a_place_on_Earth()
    {
        var all = Countries.All.ToList();
        Assert.Equal(249, all.Count);
        var codes = all.Select(country => country.Code).ToList();
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
        Assert.Equal(27, all.Count(country => Countries.IsUnionMember(country.Code)));
        Assert.All(all, country =>
        {
            Assert.Contains(country.Continent, (string[])["EU", "NA", "SA", "AS", "AF", "OC", "AN"]);
            Assert.InRange(country.Centre.Latitude, -90, 90);
            Assert.InRange(country.Centre.Longitude, -180, 180);
            Assert.True(Countries.IsRegion(country.Code) && Countries.IsRegion(country.Region));
        });
    }

    [Fact]
    public void Great_circles_agree_with_known_distances()
    {
        Coordinates frankfurt = new() { Latitude = 50.11, Longitude = 8.68 };
        Coordinates newYork = new() { Latitude = 40.71, Longitude = -74.01 };
        Assert.InRange(GreatCircle.Kilometres(frankfurt, newYork), 6180, 6230);
        Assert.Equal(0, GreatCircle.Kilometres(newYork, newYork));
        Assert.InRange(GreatCircle.Kilometres(new() { Latitude = 90 }, new() { Latitude = -90 }), 20014, 20016);
    }

    [Fact]
    public void Distances_are_symmetric_and_bounded() => Gen.Select(
        Gen.Double[-90, 90], Gen.Double[-180, 180], Gen.Double[-90, 90], Gen.Double[-180, 180]).Sample((a, b, c, d) =>
        {
            Coordinates from = new() { Latitude = a, Longitude = b };
            Coordinates to = new() { Latitude = c, Longitude = d };
            var distance = GreatCircle.Kilometres(from, to);
            Assert.Equal(distance, GreatCircle.Kilometres(to, from), 1e-6);
            Assert.InRange(distance, 0, 20016);
        });
}
