using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Steering;

namespace Selvedge.Core.Tests.Steering;

public sealed class ClientPlacesTests
{
    private static readonly ImmutableArray<ClientNetwork> Declared =
    [
        new("198.51.100.0/24", "US", new Coordinates()),
        new("198.51.0.0/16", "AU", new Coordinates()),
        new("2001:db8::/32", "DE", new Coordinates()),
        new("nonsense", "FR", new Coordinates()),
    ];

    [Theory]
    [InlineData("198.51.100.7", "US")]
    [InlineData("198.51.101.7", "AU")]
    [InlineData("::ffff:198.51.100.7", "US")]
    [InlineData("2001:db8::1", "DE")]
    [InlineData("203.0.113.1", null)]
    [InlineData("2001:db9::1", null)]
    public void The_longest_prefix_that_holds_the_client_tells_its_place(string client, string? country) =>
        Assert.Equal(country, ClientPlaces.Find(Declared, IPAddress.Parse(client))?.Country);
}
