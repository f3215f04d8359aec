using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Tests.Network.Addresses;

public sealed class RouteAuthoritiesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("192.0.2.0/24 0 64512", "Authorized")]
    [InlineData("192.0.0.0/16 24 64512", "Authorized")]
    [InlineData("192.0.0.0/16 0 64512", "RoaMaxLength")]
    [InlineData("192.0.0.0/16 23 64512", "RoaMaxLength")]
    [InlineData("192.0.2.0/24 0 64513", "RoaOrigin")]
    [InlineData("192.0.2.0/24 0 64513,192.0.2.0/24 0 64512", "Authorized")]
    [InlineData("192.0.3.0/24 0 64512", "NoRoa")]
    [InlineData("192.0.2.0/25 0 64512", "NoRoa")]
    [InlineData("", "NoRoa")]
    public void A_route_origin_authorization_has_to_cover_it(string roas, string expected) =>
        Assert.Equal(expected, Decide(roas: roas).Reason);

    [Theory]
    [InlineData("192.0.2.0/24 2026-11-24", "Authorized")]
    [InlineData("192.0.0.0/16 ", "Authorized")]
    [InlineData("192.0.2.0/24 2026-11-23", "LetterExpired")]
    [InlineData("192.0.2.0/24 2026-11-23,192.0.2.0/24 2027-01-01", "Authorized")]
    [InlineData("192.0.2.0/25 ", "NoLetter")]
    [InlineData("", "NoLetter")]
    [InlineData("forbidden", "ProviderForbids")]
    public void A_letter_of_authority_has_to_stand_at_the_provider(string letters, string expected) =>
        Assert.Equal(expected, Decide(letters: letters).Reason);

    [Theory]
    [InlineData("fra 10.0.0.1 64512", "Authorized")]
    [InlineData("nyc 10.0.0.1 64512", "NoPeer")]
    [InlineData("fra fd00::1 64512", "NoPeer")]
    [InlineData("fra 10.0.0.1 64999", "OriginMismatch")]
    public void A_neighbour_has_to_hear_it_from_the_right_number(string peer, string expected) =>
        Assert.Equal(expected, Decide(peer: peer).Reason);

    [Fact]
    public void Every_refusal_says_the_way_out()
    {
        foreach (var refused in new[]
        {
            Decide(roas: ""), Decide(roas: "192.0.2.0/24 0 64513"), Decide(roas: "192.0.0.0/16 0 64512"),
            Decide(letters: ""), Decide(letters: "forbidden"), Decide(letters: "192.0.2.0/24 2026-11-23"),
            Decide(peer: "nyc 10.0.0.1 64512"), Decide(peer: "fra 10.0.0.1 64999"),
        })
        {
            Assert.False(refused.Allowed);
            Assert.Matches("publish|Publish|write|renew|make", refused.Detail);
        }
    }

    private static RouteAuthority Decide(
        string roas = "192.0.2.0/24 24 64512",
        string letters = "192.0.2.0/24 2027-12-31",
        string peer = "fra 10.0.0.1 64512") => RouteAuthorities.Decide(
        new Prefix
        {
            Metadata = new ObjectMeta { Name = "anycast" },
            Spec = new PrefixSpec { Network = "192.0.2.0/24", Origin = 64512 },
        },
        new Location
        {
            Metadata = new ObjectMeta { Name = "fra" },
            Spec = new LocationSpec { Provider = "hetzner" },
        },
        new Provider
        {
            Metadata = new ObjectMeta { Name = "hetzner" },
            Spec = new ProviderSpec
            {
                Bgp = new ProviderBgp
                {
                    Allowed = letters != "forbidden",
                    Letters =
                    [
                        .. Entries(letters).Where(entry => entry.Length > 1)
                            .Select(entry => new ProviderLetter { Prefix = entry[0], ValidUntil = entry[1] }),
                    ],
                },
            },
        },
        [
            .. Entries(peer).Select(entry => new BgpPeer
            {
                Spec = new BgpPeerSpec
                {
                    Location = entry[0],
                    Address = entry[1],
                    LocalAsn = long.Parse(entry[2], System.Globalization.CultureInfo.InvariantCulture),
                },
            }),
        ],
        [
            .. Entries(roas).Select(entry => new Roa
            {
                Spec = new RoaSpec
                {
                    Prefix = entry[0],
                    MaxLength = int.Parse(entry[1], System.Globalization.CultureInfo.InvariantCulture),
                    Origin = long.Parse(entry[2], System.Globalization.CultureInfo.InvariantCulture),
                },
            }),
        ],
        Now);

    private static IEnumerable<string[]> Entries(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split(' '));
}
