using System.Text;
using CsCheck;
using Selvedge.Wire.Nft;

namespace Selvedge.Wire.Tests.Nft;

public sealed class NftListingTests
{
    // As nft 1.0.6 prints it.
    private const string Listing = """
        {"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}}, {"map": {"family": "netdev",
        "name": "backends-web", "table": "t", "type": "mark", "handle": 2, "map": "ether_addr", "size": 4096, "elem":
        [[{"elem": {"val": 1, "comment": "node-a", "counter": {"packets": 7, "bytes": 420}}}, "02:00:00:00:01:01"],
        [2, 3]], "stmt": [{"counter": null}]}}]}
        """;

    [Fact]
    public void Elements_are_read_with_counters_and_comments_and_without()
    {
        Assert.Equal(NftProblem.None, Read(Listing, out var elements));
        Assert.Equal(
            [new NftElement(1, "02:00:00:00:01:01", "node-a", 7, 420), new NftElement(2, "3", "", 0, 0)], elements);
    }

    [Theory]
    [InlineData("", NftProblem.NotJson)]
    [InlineData("{", NftProblem.NotJson)]
    [InlineData("[]", NftProblem.Unexpected)]
    [InlineData("""{"nftables": 3}""", NftProblem.Unexpected)]
    [InlineData("""{"nftables": []}""", NftProblem.NoMap)]
    [InlineData("""{"nftables": [{"map": 1}]}""", NftProblem.Unexpected)]
    [InlineData("""{"nftables": [{"map": {"elem": 1}}]}""", NftProblem.Unexpected)]
    [InlineData("""{"nftables": [{"map": {"elem": [[1]]}}]}""", NftProblem.Unexpected)]
    [InlineData("""{"nftables": [{"map": {"elem": [[-1, 2]]}}]}""", NftProblem.Unexpected)]
    [InlineData("""{"nftables": [{"map": {"elem": [[{"elem": {}}, 2]]}}]}""", NftProblem.Unexpected)]
    [InlineData("""{"nftables": [{"map": {"elem": [["\ud800", 2]]}}]}""", NftProblem.Unexpected)]
    [InlineData("""{"nftables": [{"map": {"elem": [[1, "\ud800"]]}}]}""", NftProblem.Unexpected)]
    [InlineData("""{"nftables": [{"map": {}}]}""", NftProblem.None)]
    public void What_is_no_listing_says_why(string json, NftProblem problem)
    {
        Assert.Equal(problem, Read(json, out var elements));
        Assert.Empty(elements);
    }

    [Fact]
    public void Maps_of_a_table_are_named()
    {
        Assert.Equal(
            NftProblem.None, NftListing.ReadMapNames(Encoding.UTF8.GetBytes(Listing), "t", out var names));
        Assert.Equal(["backends-web"], names);
        NftListing.ReadMapNames(Encoding.UTF8.GetBytes(Listing), "other", out names);
        Assert.Empty(names);
        Assert.Equal(NftProblem.Unexpected, NftListing.ReadMapNames("3"u8.ToArray(), "t", out _));
        Assert.Equal(NftProblem.NotJson, NftListing.ReadMapNames("x"u8.ToArray(), "t", out _));
    }

    [Fact]
    public void Mutilated_listings_never_throw()
    {
        Gen.Select(Gen.Int[0, Listing.Length - 1], Gen.Byte, Gen.Int[0, Listing.Length]).Sample((at, value, length) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Listing);
            bytes[at] = value;
            NftListing.ReadMap(bytes.AsMemory(0, length), out _);
        });
    }

    private static NftProblem Read(string json, out IReadOnlyList<NftElement> elements) =>
        NftListing.ReadMap(Encoding.UTF8.GetBytes(json), out elements);
}
