using CsCheck;
using Selvedge.Core.Geography;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Tests.Geography;

public sealed class GeohashTests
{
    private const string Alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";

    [Theory]
    [InlineData(50.11, 8.68, "u0")]
    [InlineData(51.51, -0.13, "gc")]
    [InlineData(40.71, -74.01, "dr")]
    [InlineData(-33.87, 151.21, "r3")]
    [InlineData(35.68, 139.69, "xn")]
    [InlineData(-23.55, -46.63, "6g")]
    [InlineData(-90, -180, "00")]
    [InlineData(90, 180, "zz")]
    [InlineData(0, 0, "s0")]
    public void A_point_lies_in_the_cell_that_other_programs_give(double latitude, double longitude, string cell) =>
        Assert.Equal(cell, Geohash.Of(new Coordinates { Latitude = latitude, Longitude = longitude }));

    [Fact]
    public void The_middle_of_every_cell_lies_in_it()
    {
        var cells = Alphabet.SelectMany(first => Alphabet.Select(second => $"{first}{second}")).ToList();

        Assert.Equal(Geohash.Cells, cells.Count);
        Assert.All(cells, cell =>
        {
            Assert.True(Geohash.TryMiddle(cell, out var middle));
            Assert.Equal(cell, Geohash.Of(middle));
        });
    }

    [Fact]
    public void No_point_is_farther_from_its_cells_middle_than_half_a_cell() =>
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180]).Sample((latitude, longitude) =>
        {
            Assert.True(Geohash.TryMiddle(
                Geohash.Of(new Coordinates { Latitude = latitude, Longitude = longitude }), out var middle));
            Assert.InRange(Math.Abs(middle.Latitude - latitude), 0, 2.8125 + 1e-9);
            Assert.InRange(Math.Abs(middle.Longitude - longitude), 0, 5.625 + 1e-9);
        });

    [Fact]
    public void A_text_is_a_cell_exactly_where_its_two_characters_are_of_the_alphabet() =>
        Gen.String[0, 3].Sample(text => Assert.Equal(
            text.Length == 2 && text.All(Alphabet.Contains), Geohash.TryMiddle(text, out _)));

    [Theory]
    [InlineData(null)]
    [InlineData("u")]
    [InlineData("u0z")]
    [InlineData("U0")]
    [InlineData("ua")]
    public void Other_texts_are_no_cells(string? text) => Assert.False(Geohash.TryMiddle(text, out _));
}
