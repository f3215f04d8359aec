using System.Text;
using Selvedge.Wire.Bird;

namespace Selvedge.Wire.Tests.Bird;

public sealed class BirdTablesTests
{
    private const string Protocols = """
        2002-Name       Proto      Table      State  Since         Info
        1002-device1    Device     ---        up     2026-11-25 00:10:47
        1006-
        1002-peer.transit-one BGP        ---        up     2026-11-25 00:10:49.512  Established
        1006-  BGP state:          Established
             Neighbor address: 10.0.1.1
           Channel ipv4
             State:          UP
             Routes:         3 imported, 1 filtered, 2 exported, 1 preferred
             Import limit:   10
           Channel flow4
             State:          UP
             Routes:         0 imported, 4 exported, 0 preferred
           Channel ipv6
             State:          DOWN

        1002-peer.two   BGP        ---        start  00:10:47.771  Active        Socket: Connection refused
        1006-  BGP state:          Active
             Last error:       Socket: Connection refused
        0000
        """;

    [Fact]
    public void Sessions_are_read_with_their_state_and_counts()
    {
        var protocols = BirdTables.ReadProtocols(Read(Protocols));

        Assert.Equal(["device1", "peer.transit-one", "peer.two"], protocols.Select(protocol => protocol.Name));
        var up = protocols[1];
        Assert.Equal(("BGP", "up", "Established"), (up.Kind, up.State, up.BgpState));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 0, 10, 49, 512, TimeSpan.Zero), up.Since);
        Assert.Equal((3, 6), (up.Imported, up.Exported));
        Assert.Equal(["ipv4", "flow4"], up.Channels);
        Assert.Equal(("Active", "Socket: Connection refused"), (protocols[2].BgpState, protocols[2].LastError));
        Assert.Null(protocols[2].Since);
    }

    [Fact]
    public void Networks_are_read_once_each_and_counted()
    {
        const string Routes = """
            1007-Table master4:
             192.0.2.0/24         blackhole [a.x 00:12:53.822] * (210)
                                  blackhole [d.x 00:12:53.422] (200)
             198.51.100.0/24      blackhole [a.y 00:12:53.822] * (200)
            0000
            """;

        Assert.Equal(["192.0.2.0/24", "198.51.100.0/24"], BirdTables.ReadNetworks(Read(Routes)));
        Assert.Equal(1, BirdTables.ReadCount(Read("""
            1007-1 of 1 routes for 1 networks in table master4
             0 of 0 routes for 0 networks in table master6
            0014 Total: 1 of 1 routes for 1 networks in 2 tables
            """)));
        Assert.Equal("2.0.12", BirdTables.ReadVersion(Read("1000-BIRD 2.0.12\n0013 Daemon is up and running")));
    }

    private static BirdReply Read(string text)
    {
        var reader = new BirdReplyReader();
        // An editor takes the blanks at the ends of lines, of which a last line needs one.
        var lines = text.ReplaceLineEndings("\n").Split('\n')
            .Select(line => line.Length switch { 0 => " ", 4 => line + " ", _ => line });
        Assert.True(reader.TryTake(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")), $"{reader.Problem}");
        Assert.True(reader.TryRead(out var reply));
        return reply;
    }
}
